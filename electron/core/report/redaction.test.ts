import { describe, expect, test } from 'vitest';
import { binaryImage, bytesOf, hexOf, szImage } from '../codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import { connection } from '../effective/readings-for-tests.ts';
import { hideAccountNames } from './account-names.ts';
import { hideAddresses } from './addresses.ts';
import { html } from './html.ts';
import { changeImageTexts, imageTexts } from './image-texts.ts';
import { makeTicket } from './make-ticket.ts';
import { markdown } from './markdown.ts';
import { imageWithoutSecrets, withoutSecrets } from './secrets.ts';
import { Ticket } from './ticket.ts';
import { noFields } from './ticket-fields.ts';
import { hideAll, input, keepAll, plan, runId, ticketOf } from './ticket-for-tests.ts';
import { ticketJson } from './ticket-json.ts';

const secret = 'S3cr3tWord';
const everywhere = (ticket: Ticket): string => [markdown(ticket), html(ticket), ticketJson(ticket)].join('\n');

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every text inside of a value, in the order in which it stands there. */
function textPlaces(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>; // arrays are written to by their index just the same
  return Object.entries(holder).flatMap(([key, item]) =>
    typeof item === 'string' ? [{ holder, key }] : textPlaces(item),
  );
}

/** The ticket's input with the text planted in every field that takes it, whether the redaction knows the field or not. */
function planted(text: string): { readonly input: typeof input; readonly count: number } {
  const whole = structuredClone({ fields: noFields, labState: 'x', ...input });
  const takes = () => Ticket.safeParse({ schema: 2, redaction: keepAll, planAltered: false, ...whole }).success;
  const filled = textPlaces(whole).filter(({ holder, key }) => {
    const old = holder[key];
    holder[key] = text;
    if (takes()) return true;
    holder[key] = old;
    return false;
  });
  return { input: whole, count: filled.length };
}

describe('secrets', () => {
  test.each([
    `http://svc:${secret}@proxy.contoso.com:8080`,
    `svc:${secret}@proxy.contoso.com:8080`,
    `ProxyUserPassword="${secret}"`,
    `Proxy-Authorization: Basic ${secret}==`,
  ])('planted in every field that takes a text leave it in no rendering: %s', { timeout: 60_000 }, (text) => {
    const { input: full, count } = planted(text);
    expect(count).toBeGreaterThan(100);
    for (const redaction of [keepAll, hideAll]) {
      const ticket = makeTicket(full, redaction);
      expect(everywhere(ticket)).not.toContain(secret);
    }
  });

  test('planted in the bytes of a value leave them, and the rest of the value stays', () => {
    const images = [
      szImage(`svc:${secret}@proxy.contoso.com:8080`),
      binaryImage(
        encodeWinHttpSettings({ access: 'named', proxy: `svc:${secret}@proxy.contoso.com:8080`, bypass: '' }),
      ),
      connection(3, `svc:${secret}@proxy.contoso.com:8080`),
    ];
    for (const { hex, type } of images) {
      const safe = imageWithoutSecrets(hex, type);
      expect(safe).toHaveLength(hex.length);
      const [text] = imageTexts(safe, type);
      expect(text?.replace(/\0$/, '')).toBe(`***:${'*'.repeat(secret.length)}@proxy.contoso.com:8080`);
      expect(hexOf(bytesOf(safe))).toBe(safe);
    }
  });

  const at = (text: string, ...path: string[]) => withoutSecrets(text, path, new Set([runId]));

  test.each([
    ['http://svc:pw@p:80', 'http://***:**@p:80'],
    ['AccessKey=abc123', 'AccessKey=***'],
    ['"password": "p w"', '"password": ***'],
    ['ProxyUserPassword="P@ssw0rd"', 'ProxyUserPassword=***'],
    ['https://x/?sv=1&sig=abc%2F&x=2', 'https://x/?sv=1&sig=***&x=2'],
    ['Authorization: Bearer abc.def', 'Authorization: *** ***'],
    ['Negotiate TlRMTVNTUAAC', 'Negotiate ***'],
    ['tenant 72f988bf-86f1-41af-91ab-2d7cd011db47 here', 'tenant *** here'],
    ['Cookie: a=b; c=d', 'Cookie: ***'],
    [`"EncryptedBytes": "${'Ab1+'.repeat(80)}"`, '"EncryptedBytes": ***'],
    ['Ab1+'.repeat(80), '***'],
    ['eyJhbGciOi.eyJzdWIi.sig', '***'],
  ])('%s becomes %s', (text, safe) => {
    expect(at(text)).toBe(safe);
    expect(at(safe)).toBe(safe);
  });

  test.each([
    'Basic realm="contoso"',
    'Negotiate, NTLM, Basic',
    'proxy.contoso.com:8080',
    'connect ECONNREFUSED 10.0.0.6:8080',
    '<local>;*.contoso.local;10.*',
    '*'.repeat(200),
    `run ${runId}`,
  ])('%s stays, because it is no secret', (text) => {
    expect(at(text)).toBe(text);
  });

  test.each(['set-cookie', 'Proxy-Authorization', 'authorization'])('the header %s is emptied', (name) => {
    expect(at('anything', 'http', 'headers', name)).toBe('***');
  });

  test('cookies that the service set are in no rendering', () => {
    expect(everywhere(ticketOf())).not.toContain('5f1c2d');
  });
});

describe('names by choice', () => {
  const names = /DC01|contoso\.(?:local|com)|contoso-corp|CONTOSO\\|svcProxy|admin\.jane|10\.0\.0|(?<![\d.])10\.\*/;

  test('are all left out of every rendering, and the ticket stays a ticket', () => {
    const ticket = ticketOf({}, hideAll);
    expect(everywhere(ticket)).not.toMatch(names);
    expect(Ticket.safeParse(ticket).error).toBeUndefined();
    expect(ticket.planAltered).toBe(true);
    expect(markdown(ticket)).toContain('by choice: account names, machine names, addresses and hosts of the tenant');
  });

  test('one name has one stand-in everywhere', () => {
    const ticket = ticketOf({}, hideAll);
    expect(ticket.plan.machine).toMatchObject({ name: 'server-1', domain: 'domain-1' });
    expect(ticket.plan.intent.mde).toEqual({ route: { kind: 'static', proxy: 'host-1:8080' } });
    const [winhttp] = ticket.plan.operations;
    expect(winhttp).toMatchObject({ after: { proxy: 'host-1:8080', bypass: '<local>;*.domain-1;address-range-1' } });
    expect(ticket.after?.matrix.rows[0]?.cells[0]?.observation?.via).toMatchObject({ host: 'host-1' });
    expect(ticket.plan.sensorApiHost).toBe('workspace-1sensorapi.atp.azure.com');
    expect(ticket.plan.intent.mdi?.workspace).toBe('workspace-1');
  });

  test('names inside of stored bytes are replaced, too, and the bytes stay readable', () => {
    const text = markdown(ticketOf({}, hideAll));
    expect(text).toContain('`host-2:3128, no bypass list`');
    expect(text).toContain('`***:***@address-1:8080`');
  });

  test('hosts of the public services, versions and the loopback address stay', () => {
    const text = everywhere(ticketOf({}, hideAll));
    for (const kept of ['wdcp.microsoft.com', '10.0.20348.2849', '4.18.26090.4', 'learn.microsoft.com'])
      expect(text).toContain(kept);
    const hide = hideAddresses();
    expect(hide('127.0.0.1 ::1 10.8.8.8 fe80::1 10.8.8.8 999.1.1.1', '')).toBe(
      '127.0.0.1 ::1 address-1 address-2 address-1 999.1.1.1',
    );
    expect(hide('2001:db8:0:0:0:0:0:1 12:30:45 aa:bb:cc:dd:ee:ff', '')).toBe('address-3 12:30:45 aa:bb:cc:dd:ee:ff');
  });

  test('each choice hides its own kind only', () => {
    const accounts = markdown(ticketOf({}, { ...keepAll, accountNames: true }));
    expect(accounts).not.toMatch(/svcProxy|admin\.jane/);
    expect(accounts).toMatch(/DC01[\s\S]*proxy\.contoso\.com/);
    const machines = markdown(ticketOf({}, { ...keepAll, machineNames: true }));
    expect(machines).toMatch(/svcProxy/);
    expect(machines).not.toMatch(/DC01|contoso\.local/);
    const addresses = markdown(ticketOf({}, { ...keepAll, addresses: true }));
    expect(addresses).toMatch(/DC01/);
    expect(addresses).not.toMatch(/10\.0\.0\.9/);
  });

  test('account names go with and without their domain, and out of user folders', () => {
    const hide = hideAccountNames([
      { text: 'CONTOSO\\jane', path: ['who'] },
      { text: 'NT AUTHORITY\\SYSTEM', path: ['who'] },
    ]);
    expect(hide('CONTOSO\\jane and JANE, not janet', '')).toBe('account-1 and account-1, not janet');
    expect(hide('C:\\Users\\jane.doe\\plan.json', '')).toBe('C:\\Users\\account-2\\plan.json');
    expect(hide('NT AUTHORITY\\SYSTEM', 'who')).toBe('NT AUTHORITY\\SYSTEM');
  });

  test('a short proxy name is replaced where it is one, not where it is a word', () => {
    const short = {
      ...plan,
      intent: { ...plan.intent, mde: { route: { kind: 'static' as const, proxy: 'proxy:8080' } } },
    };
    const ticket = ticketOf({ plan: short }, { ...keepAll, machineNames: true });
    expect(ticket.plan.intent.mde).toMatchObject({ route: { proxy: expect.stringMatching(/^host-\d:8080$/) } });
    expect(ticket.after?.matrix.rows[0]?.cells[0]?.verdict.responder).toBe('service');
    expect(markdown(ticket)).toContain('proxy');
  });

  test('nothing left out leaves the plan as it is', () => {
    const ticket = ticketOf();
    expect(ticket.planAltered).toBe(false);
    expect(ticket.plan).toEqual(plan);
  });
});

describe('stored images', () => {
  test('of an unknown layout become unreadable where a name is in them', () => {
    const hex = hexOf(new TextEncoder().encode('??secret-host??'));
    expect(changeImageTexts(hex, 3, (text) => text.replace('secret-host', 'x'))).toBe('2a'.repeat(15));
    expect(changeImageTexts(hex, 3, (text) => text)).toBe(hex);
  });

  test('keep numbers, flags and tail', () => {
    const { hex, type } = connection(7, 'old.contoso.com:80', '<local>', 'http://old.contoso.com/p.pac');
    const changed = changeImageTexts(hex, type, (text) => text.replace('old.contoso.com', 'host-1'));
    expect(changed.slice(0, 24)).toBe(hex.slice(0, 24));
    expect(changed.slice(-64)).toBe(hex.slice(-64));
    expect(imageTexts(changed, type)).toEqual(['host-1:80', '<local>', 'http://host-1/p.pac']);
  });

  test('that are numbers are left alone', () => {
    expect(changeImageTexts('01000000', 4, () => 'x')).toBe('01000000');
  });
});
