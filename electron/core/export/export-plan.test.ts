import { expect, test } from 'vitest';
import { binaryImage, bytesOf, dwordImage, szImage } from '../codecs/registry-data.ts';
import { parseRegistryPol } from '../codecs/registry-pol.ts';
import type { Plan } from '../plan/plan.ts';
import type { Present, Sealed } from '../settings/reading.ts';
import { refusalText } from '../wording/export-text.ts';
import type { ExportFile } from './export-file.ts';
import { type Exported, exportPlan, type PlanChannel } from './export-plan.ts';
import { absent, allChanges, type Change, digest, nastyText, planWith, sensorChange, value } from './plan-for-tests.ts';
import { type Refusal, Refusal as RefusalSchema } from './refusal.ts';

const channels: readonly PlanChannel[] = ['reg', 'ps1', 'gpo', 'gpp', 'intune', 'ansible', 'mdi'];

function exported(channel: PlanChannel, plan: Plan = planWith()): Exported {
  const made = exportPlan(plan, digest, channel);
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  return made.value;
}

const textOf = (file: ExportFile | undefined): string =>
  file === undefined ? '' : file.form === 'bytes' ? String.fromCharCode(...file.bytes) : file.text;

const fileOf = (made: Exported, name: string): string => textOf(made.files.find((file) => file.name === name));

const kindsOf = ({ refusals }: Exported): string[] => refusals.map(({ kind, operation }) => `${operation} ${kind}`);

const installing = planWith(undefined, {
  manual: [{ kind: 'install-sensor', proxyUrl: 'http://proxy.contoso.com:8080' }],
});

test.each(channels)('%s gives the same bytes for the same plan', (channel) => {
  const again = structuredClone(planWith());
  expect(exported(channel, again)).toEqual(exported(channel));
});

const names: readonly [PlanChannel, string[]][] = [
  ['reg', ['README.txt', 'apply.reg', 'back-out.reg']],
  ['ps1', ['README.txt', 'apply.ps1', 'back-out.ps1']],
  [
    'gpo',
    [
      'README.txt',
      'Registry.pol',
      'lgpo.txt',
      'set-gpo.ps1',
      'back-out-Registry.pol',
      'back-out-lgpo.txt',
      'back-out-gpo.ps1',
      'policies-by-hand.md',
    ],
  ],
  ['gpp', ['README.txt', 'Registry.xml', 'back-out-Registry.xml']],
  [
    'intune',
    [
      'README.txt',
      'detect.ps1',
      'remediate.ps1',
      'oma-uri.csv',
      'back-out-detect.ps1',
      'back-out-remediate.ps1',
      'back-out-oma-uri.csv',
    ],
  ],
  ['ansible', ['README.txt', 'apply.yml', 'back-out.yml']],
  ['mdi', ['README.txt', 'set-sensor-proxy.ps1', 'back-out-sensor-proxy.ps1']],
];

test.each(names)('%s has its files, each way with the same ones', (channel, expected) => {
  expect(exported(channel).files.map(({ name }) => name)).toEqual(expected);
});

const refused: readonly [PlanChannel, string[]][] = [
  ['reg', ['14 sensor-file', '15 restart', '16 restart']],
  ['ps1', ['14 sensor-file']],
  ['ansible', ['14 sensor-file']],
  [
    'gpo',
    [
      '1 not-a-policy',
      '2 not-a-policy',
      '10 account-settings',
      '11 account-settings',
      '12 not-a-policy',
      '13 not-a-policy',
      '14 sensor-file',
      '15 restart',
      '16 restart',
    ],
  ],
  [
    'gpp',
    [
      ...[3, 4, 5, 6, 7, 8, 9].map((id) => `${id} is-a-policy`),
      '10 account-settings',
      '11 account-settings',
      '14 sensor-file',
      '15 restart',
      '16 restart',
    ],
  ],
  [
    'intune',
    [
      '10 account-settings',
      '11 account-settings',
      '14 sensor-file',
      '1 no-csp',
      '2 no-csp',
      '3 not-read-from-mdm',
      '4 not-read-from-mdm',
      '5 no-csp',
      '8 not-of-csp-type',
      '9 no-csp',
      '12 no-csp',
      '13 no-csp',
    ],
  ],
  [
    'mdi',
    [...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((id) => `${id} not-of-the-sensor`), '15 restart', '16 restart'],
  ],
];

test.each(refused)('%s names what it cannot carry', (channel, expected) => {
  expect(kindsOf(exported(channel))).toEqual(expected);
});

test('every refusal has a sentence, and README.txt says it', () => {
  for (const channel of channels) {
    const made = exported(channel);
    const readMe = fileOf(made, 'README.txt');
    for (const refusal of made.refusals) {
      expect(RefusalSchema.safeParse(refusal).success).toBe(true);
      expect(readMe).toContain(refusalText(refusal));
    }
  }
});

const secret = 'pa55word';
const withSecret = szImage(`http://ann:${secret}@old.contoso.com:3128`);
const sealed: Sealed = {
  ...szImage('http://ann:********@old.contoso.com:3128'),
  state: 'sealed',
  sha256: 'cd'.repeat(32),
};
const fine = szImage('http://proxy.contoso.com:8080');

const secrets: readonly [string, Change, 'before' | 'after'][] = [
  ['a sealed value', value('mdav.policy.proxyServer', sealed, fine), 'before'],
  ['a secret that nobody sealed', value('mdav.policy.proxyServer', withSecret, fine), 'before'],
  ['a secret that is to be written', value('mdav.policy.proxyServer', absent(), withSecret), 'after'],
  [
    'a secret inside of bytes',
    {
      kind: 'winhttp',
      before: absent(),
      after: { access: 'named', proxy: `http=ann:${secret}@proxy.contoso.com:8080`, bypass: '' },
    },
    'after',
  ],
];

test.each(secrets)('%s is in no file of any channel', (_, change, side) => {
  const carried: Change = value('mde.telemetryProxyServer', absent(), szImage('proxy.contoso.com:8080'));
  const alsoBinary: Change = value('dotnet.strongCrypto', absent(), dwordImage(1));
  for (const channel of channels.filter((one) => one !== 'mdi')) {
    const made = exported(channel, planWith([change, carried, alsoBinary]));
    const text = made.files.map(textOf).join('');
    const wide = [...secret].map((letter) => `${letter.charCodeAt(0).toString(16)},00`).join(',');
    for (const form of [secret, [...secret].join('\0'), wide, 'YW5u', '********']) expect(text).not.toContain(form);
    expect(text.toLowerCase()).not.toContain([...secret].map((letter) => letter.charCodeAt(0).toString(16)).join(''));
    const own = made.refusals.find(({ operation }) => operation === 1);
    if (channel !== 'gpo' && channel !== 'gpp') expect(own).toEqual({ kind: 'secret', operation: 1, side });
  }
});

const oddImages: readonly [string, Present][] = [
  ['a text without its terminator', { ...szImage('x'), hex: szImage('http://a').hex.slice(0, -4) }],
  ['a text with two terminators', { ...szImage('x'), hex: `${szImage('http://a').hex}0000` }],
  ['a text of an odd count of bytes', { ...szImage('x'), hex: '410042' }],
  ['a text with a line end', szImage('http://a\r\nb')],
  ['a text that turns the reading direction', szImage('http://a\u202eb')],
  ['a number of three bytes', { ...dwordImage(1), hex: '010000' }],
  ['a list of texts', { state: 'present', type: 7, hex: '410000000000' }],
];

test.each(oddImages)('%s goes back by a registry file only', (_, before) => {
  const plan = planWith([value('mdav.policy.proxyServer', before, fine)]);
  expect(fileOf(exported('reg', plan), 'back-out.reg')).toContain(
    `hex(${before.type.toString(16)}):${(before.hex.match(/../g) ?? []).join(',')}`,
  );
  const odd = { kind: 'odd-data', operation: 1, side: 'before' };
  for (const channel of ['ps1', 'gpo', 'intune', 'ansible'] as const)
    expect(exportPlan(plan, digest, channel)).toEqual({
      ok: false,
      problem: { kind: 'nothing-to-export', channel, refusals: [odd] },
    });
});

test.each(['a\\b', ' a', 'a ', 'ü'])(
  'a text (%j) that LGPO text may read otherwise is no matter of Group Policy',
  (text) => {
    const plan = planWith([value('mdav.policy.proxyPacUrl', szImage(text), fine)]);
    expect(exportPlan(plan, digest, 'gpo')).toMatchObject({ problem: { refusals: [{ kind: 'odd-data' }] } });
  },
);

test.each([...channels])('%s refuses a plan with a blocker', (channel) => {
  const plan = planWith(undefined, { blockers: [{ kind: 'both-sensors' }] });
  expect(exportPlan(plan, digest, channel)).toEqual({ ok: false, problem: { kind: 'plan-blocked' } });
});

test.each([...channels])('%s refuses a plan of which it carries nothing', (channel) => {
  expect(exportPlan(planWith([]), digest, channel)).toEqual({
    ok: false,
    problem: { kind: 'nothing-to-export', channel, refusals: [] },
  });
});

test('a restart alone makes no script', () => {
  expect(exportPlan(planWith([{ kind: 'restart', service: 'DiagTrack' }]), digest, 'ps1')).toMatchObject({ ok: false });
});

test('the registry file has what regedit writes', () => {
  const plan = planWith([
    value('mdav.policy.proxyPacUrl', szImage('a "b" \\ c'), absent()),
    value('dotnet.strongCrypto32', absent(), dwordImage(0x12345678)),
    value('wininet.localService.legacy', binaryImage(Uint8Array.of(1, 255)), absent()),
  ]);
  const lines = fileOf(exported('reg', plan), 'back-out.reg').split('\r\n');
  expect(lines[0]).toBe('Windows Registry Editor Version 5.00');
  expect(lines.filter((line) => !line.startsWith(';')).slice(2)).toEqual([
    '',
    '[HKEY_USERS\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]',
    '"SavedLegacySettings"=hex:01,ff',
    '',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319]',
    '"SchUseStrongCrypto"=-',
    '',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows Defender]',
    '"ProxyPacUrl"="a \\"b\\" \\\\ c"',
    '',
    '',
  ]);
  expect(fileOf(exported('reg', plan), 'apply.reg')).toContain('"SchUseStrongCrypto"=dword:12345678\r\n');
});

test('Registry.pol holds what the plan wants, and the way back what was there', () => {
  const made = exported('gpo');
  const entries = (name: string) => {
    const file = made.files.find((one) => one.name === name);
    const parsed = parseRegistryPol(file?.form === 'bytes' ? file.bytes : new Uint8Array());
    return parsed.state === 'ok' ? parsed.entries.map((entry) => [entry.value, entry.type, entry.data]) : parsed;
  };
  expect(entries('Registry.pol')).toContainEqual(['SSLOptions', 4, bytesOf('02000000')]);
  expect(entries('Registry.pol')).toContainEqual(['**del.ProxyPacUrl', 1, bytesOf('20000000')]);
  expect(entries('back-out-Registry.pol')).toContainEqual(['**del.SSLOptions', 1, bytesOf('20000000')]);
  expect(entries('back-out-Registry.pol')).toContainEqual(['PreferStaticProxyForHttpRequest', 4, bytesOf('00000000')]);
});

test('the script for a GPO deletes by -Disable, and goes back by removing the setting', () => {
  const made = exported('gpo');
  const key = "'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender'";
  expect(fileOf(made, 'set-gpo.ps1')).toContain(
    `Set-GPRegistryValue -Name $GpoName -Key ${key} -ValueName 'ProxyPacUrl' -Disable\r\n`,
  );
  expect(fileOf(made, 'back-out-gpo.ps1')).toContain(
    `Remove-GPRegistryValue -Name $GpoName -Key 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Spynet' -ValueName 'SSLOptions'\r\n`,
  );
  expect(fileOf(made, 'back-out-gpo.ps1')).toContain(
    `Set-GPRegistryValue -Name $GpoName -Key ${key} -ValueName 'ProxyServer' -Type String -Value 'http://old.contoso.com:3128'\r\n`,
  );
});

test('the list of OMA-URIs never holds TelemetryProxyServer, and the scripts do', () => {
  const made = exported('intune');
  for (const name of ['oma-uri.csv', 'back-out-oma-uri.csv']) expect(fileOf(made, name)).not.toContain('Telemetry');
  expect(fileOf(made, 'remediate.ps1')).toContain("Name = 'TelemetryProxyServer'");
  expect(fileOf(made, 'oma-uri.csv')).toContain(
    'set,ProxyServer,./Device/Vendor/MSFT/Policy/Config/ADMX_MicrosoftDefenderAntivirus/ProxyServer,String,"<enabled/><data id=""ProxyServer"" value=""http://proxy.contoso.com:8080""/>"\r\n',
  );
});

test('a text stands in XML as a text', () => {
  expect(fileOf(exported('intune'), 'back-out-oma-uri.csv')).toContain(
    'value=""http://pac.contoso.com/old.pac?a=1&amp;b=&quot;2&quot;""/>',
  );
});

test('a number above the half stands in a script as .NET reads a DWORD, with its sign', () => {
  expect(fileOf(exported('ps1'), 'back-out.ps1')).toContain("Kind = 'DWord'; Data = -2;");
});

test('without a value that a CSP has there is no list', () => {
  const made = exported('intune', planWith([value('mde.telemetryProxyServer', absent(), szImage('p.contoso.com:80'))]));
  expect(made.files.map(({ name }) => name)).not.toContain('oma-uri.csv');
});

test('the way back goes from the last change to the first', () => {
  const order = [...fileOf(exported('ps1'), 'back-out.ps1').matchAll(/Operation = (\d+)/g)].map(([, id]) => Number(id));
  expect(order).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test('a text with every special character stands in a script and a playbook as it is', () => {
  const plan = planWith([value('mdav.policy.proxyPacUrl', szImage(nastyText), fine)]);
  expect(fileOf(exported('ps1', plan), 'back-out.ps1')).toContain(
    `Data = '${nastyText.replace(/['\u2018\u2019]/g, '$&$&')}';`,
  );
  expect(fileOf(exported('ansible', plan), 'back-out.yml')).toContain(`data: !unsafe ${JSON.stringify(nastyText)}\n`);
});

test.each(['#> & calc', 'a\r\nRemove-Item', 'DC\u202e01', '*/'])('a machine named %j ends no remark', (name) => {
  const plan = planWith(undefined, { machine: { ...planWith().machine, name } });
  for (const channel of channels) {
    for (const file of exported(channel, plan).files) {
      const named = textOf(file)
        .split(/\r?\n/)
        .filter((line) => line.includes('Plan of'));
      expect(named.every((line) => /^(?:[#;] )?Plan of /.test(line))).toBe(true);
      expect(textOf(file)).not.toMatch(/^Remove-Item/m);
      expect(textOf(file)).not.toContain('\u202e');
    }
  }
});

test('what comes of a lab is stamped', () => {
  const plan = planWith(undefined, { machine: { ...planWith().machine, lab: 'sensor-v2' } });
  for (const channel of channels)
    for (const file of exported(channel, plan).files)
      if (!/\.(?:pol|xml|csv|md)$/.test(file.name)) expect(textOf(file)).toContain('LAB (sensor-v2)');
});

const sensorOf = (change: Partial<typeof sensorChange>): Change => ({ ...sensorChange, ...change });
const url = 'http://proxy.contoso.com:8080';
const former = { url: 'http://old.contoso.com:3128', userName: null, passwordStored: false };
const clear = ["'ClearProxyConfiguration'"];
const credential = (user: string) => [
  `$credential = Get-Credential -UserName 'CONTOSO\\${user}' -Message 'Password of the proxy user'`,
];

const sensors: readonly [string, Change, string[], string[]][] = [
  ['no sign-in', sensorOf({}), [...clear, `'ProxyUrl=${url}'`], clear],
  [
    'none any more',
    sensorOf({ before: { sha256: 'ab'.repeat(32), proxy: former }, after: null }),
    clear,
    [`'ProxyUrl=${former.url}'`],
  ],
  [
    'a sign-in where there was none',
    sensorOf({
      before: { sha256: 'ab'.repeat(32), proxy: former },
      after: { url, signIn: { kind: 'ask', user: 'CONTOSO\\svcProxy' } },
    }),
    credential('svcProxy'),
    [...clear, `'ProxyUrl=${former.url}'`],
  ],
  [
    'the sign-in that is stored',
    sensorOf({
      before: { sha256: 'ab'.repeat(32), proxy: { ...former, userName: 'CONTOSO\\ann', passwordStored: true } },
      after: { url, signIn: { kind: 'keep' } },
    }),
    credential('ann'),
    credential('ann'),
  ],
];

test.each(sensors)('the sensor gets %s, and back', (_, change, apply, back) => {
  const made = exported('mdi', planWith([change]));
  const calls = (name: string) =>
    fileOf(made, name)
      .split('\r\n')
      .map((line) => line.trim())
      .filter((line) => /^'(?:Clear|ProxyUrl)|^\$credential =/.test(line));
  expect(calls('set-sensor-proxy.ps1')).toEqual(apply);
  expect(calls('back-out-sensor-proxy.ps1')).toEqual(back);
});

test('a former address of the sensor with a user and password in it is refused', () => {
  const proxy = { ...former, url: `http://ann:${secret}@old.contoso.com:3128` };
  const plan = planWith([sensorOf({ before: { sha256: 'ab'.repeat(32), proxy } })]);
  const refusals: Refusal[] = [{ kind: 'secret', operation: 1, side: 'before' }];
  expect(exportPlan(plan, digest, 'mdi')).toMatchObject({ problem: { refusals } });
});

test.each(['http://a b:1', 'http://a"b:1', "http://a'b:1", 'http://a`b:1', 'http://bücher:1', 'http://a\nb:1'])(
  'a former address of the sensor (%j) that a command line could change is refused',
  (url) => {
    const plan = planWith([sensorOf({ before: { sha256: 'ab'.repeat(32), proxy: { ...former, url } } })]);
    const refusals: Refusal[] = [{ kind: 'odd-data', operation: 1, side: 'before' }];
    expect(exportPlan(plan, digest, 'mdi')).toMatchObject({ problem: { refusals } });
  },
);

test.each(['http://a" /quiet AccessKey="b', `http://ann:${secret}@proxy.contoso.com:8080`])(
  'an installation with the address %j is not written',
  (proxyUrl) => {
    const made = exported('mdi', planWith([sensorChange], { manual: [{ kind: 'install-sensor', proxyUrl }] }));
    expect(made.files.map(({ name }) => name)).not.toContain('install-sensor.ps1');
  },
);

test('no script of the sensor has a password or a key on a command line', () => {
  const made = exported('mdi', installing);
  expect(made.files.map(({ name }) => name)).toContain('install-sensor.ps1');
  for (const file of made.files) expect(textOf(file)).not.toMatch(/ProxyUserPassword|AccessKey=/);
  expect(fileOf(made, 'install-sensor.ps1')).toContain("('AccessKeyFile=\"' + $AccessKeyFile + '\"')");
});

test('README.txt says what goes where, and that this way back is that of one server', () => {
  const readMe = fileOf(exported('ps1'), 'README.txt');
  for (const word of ['DC01', digest, 'apply.ps1', 'back-out.ps1', '-WhatIf', 'what the server named above had before'])
    expect(readMe).toContain(word);
  expect(readMe).toContain('WinINET settings of service accounts as this server had them');
  expect(fileOf(exported('ps1', planWith(allChanges.slice(0, 3))), 'README.txt')).not.toContain('WinINET settings');
});
