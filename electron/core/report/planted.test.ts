import { describe, expect, test } from 'vitest';
import { Audit } from '../drift/audit.ts';
import { fleetCsv, fleetHtml } from '../drift/fleet.ts';
import { changeTexts } from './every-text.ts';
import { html } from './html.ts';
import { makeTicket } from './make-ticket.ts';
import { markdown } from './markdown.ts';
import { plainText } from './plain-text.ts';
import { planted, plantedVariants } from './planted-for-tests.ts';
import { withoutSecrets } from './secrets.ts';
import { Ticket } from './ticket.ts';
import { hideAll, keepAll } from './ticket-for-tests.ts';
import { ticketJson } from './ticket-json.ts';

/** Whatever is planted in any field of any value must not come out anywhere. */
const secret = 'S3cr3tWord';
const texts = [`svc:${secret}@p:80`, `Password="${secret}"`, `http://svc:${secret}@proxy.contoso.com:8080/`];
const variants = Array.from({ length: plantedVariants }, (_, at) => at);

const wideOf = (text: string): string => text.replaceAll('\0', '');

describe.each(texts)('%s', (text) => {
  test('planted in every field of a ticket stands in none of its forms', { timeout: 60_000 }, () => {
    for (const variant of variants) {
      const value = Ticket.parse(planted(Ticket, text, variant));
      expect(JSON.stringify(value)).toContain(secret);
      for (const redaction of [keepAll, hideAll]) {
        const ticket = makeTicket(value, redaction);
        for (const form of [markdown, html, plainText, ticketJson]) expect(form(ticket)).not.toContain(secret);
        // Also in the bytes of the stored values.
        for (const [, hex = ''] of ticketJson(ticket).matchAll(/"hex": "([0-9a-f]*)"/g))
          expect(wideOf(Buffer.from(hex, 'hex').toString('latin1'))).not.toContain(secret);
      }
    }
  });

  test('planted in every field of a comparison stands in no page and no table of a fleet', () => {
    const audit = changeTexts(Audit, Audit.parse(planted(Audit, text, 0)), {
      text: (each, path) => withoutSecrets(each, path, new Set()),
      hex: (hex) => hex,
    });
    const made = { madeAt: audit.madeAt, utcOffsetMinutes: 0, toolVersion: '0.1.0' };
    const file = { file: 'a.json', audit };
    expect(fleetHtml([file], made) + fleetCsv([file]) + JSON.stringify(audit)).not.toContain(secret);
  });
});
