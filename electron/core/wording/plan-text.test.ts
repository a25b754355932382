import { describe, expect, test } from 'vitest';
import { Reason } from '../plan/operation.ts';
import { type Blocker, Caution, type ManualStep } from '../plan/plan.ts';
import { wish } from '../plan/snapshot-for-tests.ts';
import { operations } from '../report/ticket-for-tests.ts';
import {
  affectsText,
  blockedCountText,
  blockerText,
  cautionText,
  changeCountText,
  manualText,
  operationText,
  planCountText,
  reasonText,
  restartText,
} from './plan-text.ts';
import { piece, sentences } from './prose-for-tests.ts';
import { labText } from './ticket-text.ts';

describe('plans', () => {
  const value = 'mde.telemetryProxyServer';
  const blockers = {
    'policy-managed': { kind: 'policy-managed', value, gpo: 'Proxy for servers' },
    unreadable: { kind: 'unreadable', value, win32: 5 },
    'sensor-unreadable': { kind: 'sensor-unreadable', win32: 5 },
    'sensor-malformed': { kind: 'sensor-malformed', path: 'C:\\x.json' },
    'sensor-not-installed': { kind: 'sensor-not-installed' },
    'sensor-names-no-certificate': { kind: 'sensor-names-no-certificate' },
    'sign-in-not-possible': { kind: 'sign-in-not-possible', because: 'v3' },
    'both-sensors': { kind: 'both-sensors' },
    'malformed-account-blob': { kind: 'malformed-account-blob', value: 'wininet.localService.connection' },
    'machine-wide-proxy': { kind: 'machine-wide-proxy', value: 'wininet.machine.connection' },
    'pac-not-for-mdi': { kind: 'pac-not-for-mdi' },
    'v3-routes-differ': { kind: 'v3-routes-differ', product: 'mdav' },
    'product-not-installed': { kind: 'product-not-installed', product: 'mde' },
  } as const satisfies { readonly [K in Blocker['kind']]: Extract<Blocker, { kind: K }> };

  test.each(Object.values(blockers))('blocker $kind says what is in the way and who can resolve it', (blocker) => {
    const { happened, todo } = blockerText(blocker);
    sentences(happened);
    sentences(todo);
  });

  test('a sign-in that the legacy method cannot have is in the way too', () => {
    const { happened, todo } = blockerText({ kind: 'sign-in-not-possible', because: 'legacy' });
    sentences(happened);
    sentences(todo);
  });

  test('a Group Policy is named with the path to its setting', () => {
    expect(blockerText(blockers['policy-managed']).happened).toContain('"Proxy for servers"');
    expect(blockerText(blockers['policy-managed']).todo).toContain(
      'Configure Connected User Experiences and Telemetry',
    );
    sentences(blockerText({ kind: 'policy-managed', value: 'mde.preferStaticProxy', gpo: null }).todo);
  });

  test.each<ManualStep>([
    { kind: 'mdav-bypass', entries: ['*.contoso.local', '10.*'] },
    { kind: 'mdav-preference-remains', value: 'mdav.preference.proxyServer' },
    { kind: 'change-gpo', value, gpo: null },
    { kind: 'install-sensor', proxyUrl: 'http://proxy.contoso.com:8080' },
    { kind: 'sensor-sign-in', proxyUrl: 'http://proxy.contoso.com:8080', user: 'CONTOSO\\svcProxy' },
  ])('a step by hand reads as an instruction: $kind', (step) => {
    sentences(manualText(step).text);
  });

  test('the installer is called in the one way that PowerShell and cmd both read, with its key from a file', () => {
    const command = (proxyUrl: string | null) => manualText({ kind: 'install-sensor', proxyUrl }).command;
    const start =
      '.\\"Azure ATP sensor Setup.exe" /quiet NetFrameworkCommandLineArguments="/q" AccessKeyFile="C:\\mdi\\key.txt"';
    expect(command('http://proxy.contoso.com:8080')).toBe(`${start} ProxyUrl="http://proxy.contoso.com:8080"`);
    expect(command(null)).toBe(start);
  });

  test('the sign-in of a sensor that is yet to be installed is asked for by PowerShell', () => {
    const step = { kind: 'sensor-sign-in', proxyUrl: 'http://p:1', user: "CONTOSO\\o'brien" } as const;
    expect(manualText(step).command).toBe(
      "Set-MDISensorProxyConfiguration -ProxyUrl 'http://p:1' -ProxyCredential (Get-Credential 'CONTOSO\\o''brien')",
    );
  });

  test('the antivirus exceptions are quoted for PowerShell', () => {
    expect(manualText({ kind: 'mdav-bypass', entries: ['*.contoso.local', '<local>'] }).command).toBe(
      "Set-MpPreference -ProxyBypass '*.contoso.local','<local>'",
    );
    expect(manualText({ kind: 'mdav-bypass', entries: [] }).command).toBe('Set-MpPreference -ProxyBypass $null');
    expect(manualText({ kind: 'mdav-bypass', entries: ["a';Stop-Computer;'"] }).command).toBe(
      "Set-MpPreference -ProxyBypass 'a'';Stop-Computer;'''",
    );
  });

  test('every reason and caution is a sentence', () => {
    for (const reason of Reason.options) sentences(reasonText(reason));
    for (const caution of Caution.options) sentences(cautionText(caution));
    sentences(labText('static-proxy'));
  });

  test.each(operations)('change $id names what, where, before and after', (operation) => {
    const text = operationText(operation);
    for (const part of [text.what, text.where, text.before, text.after, affectsText(operation)]) piece(part, 300);
    const restart = restartText(operation);
    if (restart !== null) sentences(restart);
    expect(restart === null).toBe(operation.kind !== 'sensor' && operation.kind !== 'restart');
  });

  test('changes are decoded, masked where they were sealed, and absence is explained', () => {
    const [winhttp, copy, telemetry, authProxy, , legacy, sensor] = operations.map(operationText);
    expect(winhttp).toMatchObject({
      before: 'old.contoso.com:3128, no bypass list',
      after: 'proxy.contoso.com:8080, bypass list <local>;*.contoso.local;10.*',
    });
    expect(copy?.before).toBe('not set (direct, no proxy)');
    expect(telemetry?.before).toBe('***:***@10.0.0.9:8080');
    expect(authProxy).toMatchObject({ before: 'not set (the proxy sign-in of a user may be used)', after: '1' });
    expect(legacy).toMatchObject({ before: 'old.contoso.com:3128, bypass list <local>', after: 'direct, no proxy' });
    expect(sensor?.before).toBe('http://old.contoso.com:3128 (sign-in as CONTOSO\\svcProxy, password stored)');
  });

  test('changes are counted in one line', () => {
    expect(changeCountText(operations)).toBe(
      '6 values change, the sensor configuration changes, 3 services restart, nothing else is touched.',
    );
    expect(changeCountText(operations.slice(3, 4))).toBe('1 value changes, nothing else is touched.');
    expect(blockedCountText(operations)).toBe(
      '6 values would change, the sensor configuration would change, 3 services would restart. What stands in the way is not counted.',
    );
    expect(changeCountText([])).toBe('Everything is already as you want it. Nothing will be changed.');
  });

  test('a plan without a change says why there is none', () => {
    const none = { operations: [], blockers: [], intent: wish({}) };
    const kept = wish({ winhttp: { route: { kind: 'keep' }, bypass: [], also32Bit: false } });
    const asked = wish({ winhttp: { route: { kind: 'direct' }, bypass: [], also32Bit: false } });
    const said = 'No change was asked for. Every setting stays as it is.';
    expect([planCountText(none), planCountText({ ...none, intent: kept })]).toEqual([said, said]);
    expect(planCountText({ ...none, intent: asked })).toBe(changeCountText([]));
    expect(planCountText({ ...none, intent: wish({ strongCrypto: true }) })).toBe(changeCountText([]));
    expect(planCountText({ ...none, intent: asked, blockers: [{ kind: 'both-sensors' }] })).toBe(
      'Nothing will be changed while something stands in the way.',
    );
    expect(planCountText({ ...none, operations: [...operations] })).toBe(changeCountText(operations));
  });
});
