import { describe, expect, test } from 'vitest';
import shipped from '../../../assets/endpoints.json';
import { EndpointCatalogue } from '../connectivity/endpoint.ts';
import { Plan } from '../plan/plan.ts';
import { planted, plantedVariants } from '../report/planted-for-tests.ts';
import { exportAllowList } from './allow-list-export.ts';
import { backOutFiles } from './back-out.ts';
import { Channel } from './channel.ts';
import type { ExportFile } from './export-file.ts';
import { exportPlan } from './export-plan.ts';
import { digest } from './plan-for-tests.ts';

/** Whatever is planted in any field of a plan must not go out with it. */
const secret = 'S3cr3tWord';
const texts = [`svc:${secret}@p:80`, `http://svc:${secret}@proxy.contoso.com:8080/`];
const variants = Array.from({ length: plantedVariants }, (_, at) => at);
const catalogue = EndpointCatalogue.parse(shipped);

const hexOf = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');

/** As text, as UTF-16 between other bytes, and as the hex digits of it, with or without commas. */
function holds(file: ExportFile): boolean {
  const text = file.form === 'bytes' ? Buffer.from(file.bytes).toString('latin1').replaceAll('\0', '') : file.text;
  const digits = text.replace(/[^0-9a-f]/gi, '').toLowerCase();
  return text.includes(secret) || digits.includes(hexOf(secret));
}

describe.each(texts)('%s', (text) => {
  test.each(Channel.options)('planted in every field of a plan stands in no file of %s', (channel) => {
    let files = 0;
    for (const variant of variants) {
      const plan: Plan = { ...Plan.parse(planted(Plan, text, variant)), blockers: [] };
      expect(JSON.stringify(plan)).toContain(secret);
      const made =
        channel === 'allow-list' ? exportAllowList(plan, digest, catalogue) : exportPlan(plan, digest, channel);
      if (!made.ok) continue;
      files += made.value.files.length;
      expect(made.value.files.filter(holds).map(({ name }) => `${name} of variant ${variant}`)).toEqual([]);
    }
    // The sensor's scripts carry one address, and none with a user in it.
    expect(files > 0).toBe(channel !== 'mdi');
  });

  test('planted in every field of a plan stands in no file of the way back', () => {
    for (const variant of variants) {
      const plan = Plan.parse(planted(Plan, text, variant));
      expect(
        backOutFiles(plan, digest)
          .filter(holds)
          .map(({ name }) => `${name} of variant ${variant}`),
      ).toEqual([]);
    }
  });
});
