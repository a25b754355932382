import { expect, test } from 'vitest';
import { type Command, commandNames, readCommandLine } from './command-line.ts';

const digest = 'ab'.repeat(32);
const run = '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11';
const target = { scheme: 'https', host: 'contoso-corpsensorapi.atp.azure.com', port: 443, path: '/' } as const;
const leaveOut = { accountNames: false, machineNames: false, addresses: false, tenantHosts: true };

const usual = {
  leaveOut,
  fields: { number: '', window: '', requester: '', approver: '' },
  formats: ['md', 'html', 'json', 'txt'] as const,
};

const noFiles = { endpoints: null, serviceTags: null };

const accepted: readonly [string, Command][] = [
  ['endpoints', { name: 'endpoints', schema: false }],
  ['endpoints --schema', { name: 'endpoints', schema: true }],
  ['', { name: 'help', topic: null }],
  ['--help', { name: 'help', topic: null }],
  ['-h', { name: 'help', topic: null }],
  ['help', { name: 'help', topic: null }],
  ['help apply', { name: 'help', topic: 'apply' }],
  ['apply --help', { name: 'help', topic: 'apply' }],
  ['--version', { name: 'version' }],
  ['detect', { name: 'detect', tenantHosts: false }],
  ['detect --include-tenant-hosts', { name: 'detect', tenantHosts: true }],
  [`detect --run ${run}`, { name: 'detect', run, tenantHosts: false }],
  ['intent --example', { name: 'intent' }],
  ['plan --intent a.json', { name: 'plan', intent: 'a.json', out: null, passwordStdin: false }],
  ['plan --intent=a.json --out b.json', { name: 'plan', intent: 'a.json', out: 'b.json', passwordStdin: false }],
  [
    'plan --intent a.json --out b.json --password-stdin',
    { name: 'plan', intent: 'a.json', out: 'b.json', passwordStdin: true },
  ],
  [
    `apply --plan p --digest ${digest}`,
    { name: 'apply', plan: 'p', digest, undoUnlessVerified: false, tenantHosts: false },
  ],
  [
    `apply --plan p --digest ${digest.toUpperCase()} --undo-unless-verified`,
    { name: 'apply', plan: 'p', digest, undoUnlessVerified: true, tenantHosts: false },
  ],
  ['verify', { name: 'verify', plan: null, proposed: false, out: null, tenantHosts: false }],
  [
    'verify --plan p --include-tenant-hosts',
    { name: 'verify', plan: 'p', proposed: false, out: null, tenantHosts: true },
  ],
  ['verify --plan p --proposed --out t', { name: 'verify', plan: 'p', proposed: true, out: 't', tenantHosts: false }],
  ['report --out d', { name: 'report', out: 'd', run: null, plan: null, before: null, ...usual }],
  [
    `report --out d --run ${run} --leave-out machines,accounts`,
    {
      name: 'report',
      out: 'd',
      run,
      plan: null,
      before: null,
      ...usual,
      leaveOut: { ...leaveOut, accountNames: true, machineNames: true },
    },
  ],
  ['report --schema', { name: 'ticket-schema' }],
  ['report --out d --before t', { name: 'report', out: 'd', run: null, plan: null, before: 't', ...usual }],
  [
    'report --out d --formats json,md --ticket-number CHG1 --approver jane',
    {
      ...{ name: 'report', out: 'd', run: null, plan: null, before: null },
      ...usual,
      fields: { ...usual.fields, number: 'CHG1', approver: 'jane' },
      formats: ['md', 'json'],
    },
  ],
  [
    'report --out d --include-tenant-hosts',
    {
      ...{ name: 'report', out: 'd', run: null, plan: null, before: null },
      ...usual,
      leaveOut: { ...leaveOut, tenantHosts: false },
    },
  ],
  ['export --plan p --to gpo --out d', { name: 'export', plan: 'p', to: 'gpo', out: 'd' }],
  ['audit --ticket t.json', { name: 'audit', ticket: 't.json', out: null }],
  ['audit --ticket t.json --out a.json', { name: 'audit', ticket: 't.json', out: 'a.json' }],
  ['fleet --from d --out e', { name: 'fleet', from: 'd', out: 'e' }],
  ['intent --save p.json', { name: 'profile-save', file: 'p.json', plan: null }],
  ['intent --save p.json --plan a.json', { name: 'profile-save', file: 'p.json', plan: 'a.json' }],
  ['intent --compare p.json', { name: 'profile-compare', file: 'p.json' }],
  ['undo', { name: 'undo', run: null }],
  [`undo --run ${run}`, { name: 'undo', run }],
  ['runs', { name: 'runs' }],
  ['probe contoso-corpsensorapi.atp.azure.com', { name: 'probe', target, via: { kind: 'direct' }, expect: null }],
  [
    'probe contoso-corpsensorapi.atp.azure.com --proxy 10.0.0.6:8080 --proxy-user CONTOSO\\svcProxy',
    {
      name: 'probe',
      target,
      via: { kind: 'proxy', scheme: 'http', host: '10.0.0.6', port: 8080 },
      expect: null,
      proxyUser: 'CONTOSO\\svcProxy',
    },
  ],
  [
    'probe contoso-corpsensorapi.atp.azure.com:8443 --path /tri/sensor/api/ping --proxy 10.0.0.6:8080 --expect mdi',
    {
      name: 'probe',
      target: { ...target, port: 8443, path: '/tri/sensor/api/ping' },
      via: { kind: 'proxy', scheme: 'http', host: '10.0.0.6', port: 8080 },
      expect: 'mdi',
    },
  ],
  [
    'probe crl.microsoft.com:80',
    {
      name: 'probe',
      target: { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/' },
      via: { kind: 'direct' },
      expect: null,
    },
  ],
];

test.each(accepted)('"%s" is understood', (line, command) => {
  expect(readCommandLine(line.split(' ').filter(Boolean))).toEqual({
    ok: true,
    value: { command, json: false, lab: null, files: noFiles },
  });
});

const refused: readonly [readonly string[], RegExp][] = [
  [['detekt'], /no command "detekt".*detect/],
  [['detect', '--colour'], /Unknown option '--colour'/],
  [['detect', '-x'], /Unknown option '-x'/],
  [['detect', 'here'], /does not take the argument "here"/],
  [['detect', '--plan', 'p'], /--plan is no option of "detect"/],
  [['detect', '--json', '--json'], /--json is given twice/],
  [['detect', '--json=yes'], /--json/],
  [['detect', '--state', 'd'], /--state .* --lab/],
  [['detect', '--lab', ''], /--lab needs a value/],
  [['detect', '--lab'], /--lab/],
  [['--plan', 'p'], /--plan belongs to a command/],
  [['help', 'nothing'], /no command "nothing"/],
  [['help', 'plan', 'apply'], /one command/],
  [['intent'], /--example/],
  [['plan', '--include-tenant-hosts', '--intent', 'a'], /--include-tenant-hosts is no option of "plan"/],
  [['plan'], /--intent FILE/],
  [['plan', '--intent', ''], /--intent needs a value/],
  [['plan', '--intent', 'a', '--intent', 'b'], /--intent is given twice/],
  [['plan', '--intent', '--out'], /--intent/],
  [['apply', '--plan', 'p'], /--digest SHA256/],
  [['apply', '--plan', 'p', '--digest', 'abc'], /64 hexadecimal digits/],
  [['apply', '--plan', 'p', '--digest', `${digest}0`], /64 hexadecimal digits/],
  [['report'], /--out FOLDER/],
  [['report', '--out', 'd', '--run', run, '--plan', 'p'], /--run and --plan/],
  [['report', '--out', 'd', '--leave-out', 'names'], /accounts, machines, addresses/],
  [['undo', '--run', '../..'], /id of a run/],
  [['report', '--out', 'd', '--formats', 'pdf'], /the console writes no PDF/],
  [['report', '--out', 'd', '--formats', 'md,doc'], /list of md, html, json, txt, .*"doc" is none of them/],
  [['report', '--out', 'd', '--requester', 'x'.repeat(201)], /--requester takes at most 200 characters/],
  [['audit'], /needs --ticket FILE/],
  [['report', '--schema', '--out', 'd'], /--schema of "report" prints a schema .* together with --out/],
  [['fleet', '--from', 'd'], /needs --from FOLDER, .* and --out FOLDER/],
  [['intent', '--save', 'p', '--compare', 'p'], /one of --example, --save FILE and --compare FILE/],
  [['intent', '--compare', 'p', '--plan', 'a'], /goes together with --save/],
  [['export', '--plan', 'p', '--to', 'gpo'], /needs --plan FILE, --to CHANNEL and --out FOLDER/],
  [['export', '--plan', 'p', '--to', 'sccm', '--out', 'd'], /reg, ps1, .*"sccm" is none of them/],
  [
    ['export', '--plan', 'p', '--to', 'gpo', '--out', 'd', '--service-tags', 't'],
    /--service-tags is no option of "export"/,
  ],
  [['detect', '--endpoints', 'e'], /--endpoints is no option of "detect"/],
  [['endpoints', '--endpoints', 'e'], /--endpoints is no option of "endpoints"/],
  [
    ['apply', '--plan', 'p', '--digest', digest, '--service-tags', 't'],
    /--service-tags says what to test by; .*--undo-unless-verified/,
  ],
  [['verify', '--endpoints', ''], /--endpoints needs a value/],
  [
    ['probe', 'jane:secret@a.contoso.com:80'],
    /does not belong on a command line, where others can read it; write a\.contoso\.com:80, and --proxy-user/,
  ],
  [['probe', 'a.contoso.com', '--proxy', 'jane:secret@p:80'], /--proxy: a user name .*on a command line/],
  [['probe', 'a.contoso.com', '--engine', 'curl'], /--engine takes "system"/],
  [['probe', 'a.contoso.com', '--windows-sign-in'], /with --engine system and --proxy/],
  [['probe', 'a.contoso.com', '--engine', 'system', '--windows-sign-in'], /with --engine system and --proxy/],
  [['probe', 'a.contoso.com', '--engine', 'system', '--proxy', 'p:1', '--proxy-user', 'u'], /--windows-sign-in/],
  [['probe'], /needs the host/],
  [['probe', 'a.contoso.com', 'b'], /does not take the argument "b"/],
  [['probe', 'a.contoso.com', '--proxy-user', 'u'], /--proxy-user .* --proxy HOST:PORT/],
  [
    ['probe', 'a.contoso.com', '--proxy', 'p:8080', '--proxy-user', 'u:secret'],
    /without a colon.*the password is asked for/,
  ],
  [['probe', 'a.contoso.com', '--proxy', 'p:8080', '--password-stdin'], /--password-stdin is no option of "probe"/],
  [['probe', 'a.contoso.com', '--expect', 'mde'], /"mdi" or "any"/],
  [['probe', 'a.contoso.com', '--path', 'tri'], /begins with "\/"/],
  [['probe', 'a.contoso.com', '--path', '/a b'], /without spaces/],
  [['probe', 'a.contoso.com', '--path', '/a\r\nX: y'], /without spaces/],
  [['probe', 'a.contoso.com', '--path', '/ü'], /ASCII/],
];

test.each(refused)('%j is refused with the reason', (args, reason) => {
  const line = readCommandLine(args);
  expect(line).toMatchObject({ ok: false, problem: { kind: 'usage' } });
  expect(!line.ok && line.problem.kind === 'usage' && line.problem.detail).toMatch(reason);
});

test.each([
  ['--engine system', 'never'],
  ['--engine system --proxy p:1 --windows-sign-in', 'integrated'],
])('a probe with "%s" goes by the HTTP of Windows, sign-in %s', (more, system) => {
  expect(readCommandLine(['probe', 'a.contoso.com', ...more.split(' ')])).toMatchObject({
    value: { command: { system } },
  });
});

test.each(['verify', 'report --out d', 'probe a.contoso.com'])('"%s" takes files to test by', (line) => {
  const args = [...line.split(' '), '--endpoints', 'e.json', '--service-tags', 't.json'];
  expect(readCommandLine(args)).toMatchObject({ value: { files: { endpoints: 'e.json', serviceTags: 't.json' } } });
});

const badAddresses = [
  'https://contoso-corpsensorapi.atp.azure.com',
  'user:pass@proxy.contoso.com:8080',
  'proxy.contoso.com:0',
  'proxy.contoso.com:65536',
  'proxy.contoso.com:',
  'proxy.contoso.com:8080/',
  'proxy contoso.com:8080',
  'pröxy.contoso.com:8080',
  '[fe80::1]:8080',
  'fe80::1',
  '-proxy.contoso.com:8080',
];

test.each(badAddresses)(
  'the address %j is refused as target and as proxy, and its password is not repeated',
  (text) => {
    for (const args of [
      ['probe', '--', text],
      ['probe', 'a.contoso.com', `--proxy=${text}`],
    ]) {
      const line = readCommandLine(args);
      expect(line).toMatchObject({ ok: false, problem: { kind: 'usage' } });
      expect(JSON.stringify(line)).not.toContain('pass@');
    }
  },
);

test('a lab and the form of the answer can be asked for before and after the command', () => {
  for (const args of [
    ['--lab', 'direct', '--state', 'd', '--json', 'detect'],
    ['detect', '--json', '--lab', 'direct', '--state', 'd'],
  ])
    expect(readCommandLine(args)).toEqual({
      ok: true,
      value: {
        command: { name: 'detect', tenantHosts: false },
        json: true,
        lab: { scenario: 'direct', state: 'd' },
        files: noFiles,
      },
    });
});

test('every command has a help', () => {
  for (const topic of commandNames)
    expect(readCommandLine(['help', topic])).toMatchObject({ value: { command: { name: 'help', topic } } });
});
