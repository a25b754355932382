import { describe, expect, it } from 'vitest';
import { readingsOf } from '../effective/readings-for-tests.ts';
import { snapshotFrom } from '../plan/snapshot-for-tests.ts';
import { after, outcome, plan, sensorHost } from '../report/ticket-for-tests.ts';
import { supportContents } from '../wording/support-text.ts';
import { supportFiles } from './support-files.ts';
import { makeSupportReport, runShapeOf, SupportReport } from './support-report.ts';

const secret = 'S3cr3tWord';
const found = (): Omit<SupportReport, 'schema'> => ({
  madeAt: '2026-11-20T09:00:00.000Z',
  toolVersion: '0.1.0',
  runtime: { electron: '45.4.1' },
  platform: 'win32 x64',
  snapshot: snapshotFrom({ ...readingsOf({}), machine: plan.machine }),
  verification: after,
  runs: [runShapeOf(plan, outcome)],
  runsProblem: null,
});

/** Every text of a value that takes the other one there. */
function planted(text: string): { readonly input: ReturnType<typeof found>; readonly count: number } {
  const input = structuredClone(found());
  let count = 0;
  const walk = (holder: Record<string, unknown>) => {
    for (const [key, old] of Object.entries(holder)) {
      // Arrays are written to by their index just the same.
      if (typeof old === 'object' && old !== null) walk(old as Record<string, unknown>);
      if (typeof old !== 'string') continue;
      holder[key] = text;
      if (SupportReport.safeParse({ schema: 1, ...input }).success) count += 1;
      else holder[key] = old;
    }
  };
  // The same for the whole of it.
  walk(input as unknown as Record<string, unknown>);
  return { input, count };
}

describe('the support report', () => {
  it.each([
    `http://svc:${secret}@proxy.contoso.com:8080`,
    `ProxyUserPassword="${secret}"`,
    `Proxy-Authorization: Basic ${secret}==`,
  ])('holds no secret, wherever it was planted: %s', { timeout: 60_000 }, (text) => {
    const { input, count } = planted(text);
    expect(count).toBeGreaterThan(50);
    expect(JSON.stringify(makeSupportReport(input))).not.toContain(secret);
  });

  it('names no account, computer, domain, workspace, proxy or address', () => {
    const whole = JSON.stringify(found());
    const report = makeSupportReport(found());
    SupportReport.parse(report);
    const text = JSON.stringify(report).toLowerCase();
    const { name, domain } = plan.machine;
    for (const word of [name, domain ?? name, sensorHost, 'proxy.contoso.com', '10.0.0.6', outcome.who]) {
      expect(text, word).not.toContain(word.toLowerCase());
    }
    // Some of it was there to be taken out.
    expect(whole).toContain(sensorHost);
    expect(whole).toContain('proxy.contoso.com');
  });

  it('says of a run what was changed and how that went, and nothing of who and what', () => {
    const shape = runShapeOf(plan, outcome);
    expect(shape.operations).toHaveLength(outcome.operations.length);
    expect(Object.keys(shape).sort()).toEqual(['endedAt', 'operations', 'problem', 'startedAt', 'state']);
  });

  it('is always the same files, which are those that are named before', () => {
    const files = supportFiles(makeSupportReport(found()), [{ kind: 'ended', at: '2026-11-20T09:00:00.000Z' }]);
    expect(files.map(({ name }) => name)).toEqual(Object.keys(supportContents));
    expect(files).toEqual(
      supportFiles(makeSupportReport(found()), [{ kind: 'ended', at: '2026-11-20T09:00:00.000Z' }]),
    );
    for (const name of Object.keys(supportContents)) expect(JSON.stringify(files[0])).toContain(name);
  });
});
