import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from '@vscode/tree-sitter-wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { szImage } from '../../electron/core/codecs/registry-data.ts';
import { backOutFiles } from '../../electron/core/export/back-out.ts';
import { exportPlan } from '../../electron/core/export/export-plan.ts';
import {
  allChanges,
  digest,
  nastyText,
  planWith,
  sensorChange,
  value,
} from '../../electron/core/export/plan-for-tests.ts';
import { type Held, type Held64, type ProvenServer, provenServer } from './proven-server.ts';

/**
 * No PowerShell is to be had where this runs, so the scripts are parsed by a published grammar of its language, and the
 * tables in them are read from the syntax tree. That they do what they say is not proven here.
 */

const grammar = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm');
const parser = await Parser.init().then(() => new Parser());
parser.setLanguage(await Language.load(readFileSync(grammar)));

let server: ProvenServer;
beforeAll(async () => {
  server = await provenServer();
});
afterAll(() => server.close());

function parsed(text: string): Node {
  const tree = parser.parse(text.replace(/^\ufeff/, ''));
  if (tree === null) throw new Error('not parsed');
  return tree.rootNode;
}

const scripts = [
  ['ps1', 'apply.ps1'],
  ['ps1', 'back-out.ps1'],
  ['gpo', 'set-gpo.ps1'],
  ['gpo', 'back-out-gpo.ps1'],
  ['intune', 'detect.ps1'],
  ['intune', 'remediate.ps1'],
  ['intune', 'back-out-detect.ps1'],
  ['intune', 'back-out-remediate.ps1'],
] as const;

test.each(scripts)('%s: %s is PowerShell, with the mark of UTF-8 and Windows line ends', async (channel, name) => {
  const at = await server.exported(channel);
  const text = readFileSync(at(name), 'utf8');
  expect(text.startsWith('\ufeff#Requires -Version 5.1\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(parsed(text).hasError).toBe(false);
});

/** Scripts for one server's sensor, and for the way back beside a ticket, with what only a backup holds. */
function serverScripts(): [string, string][] {
  const before = szImage(nastyText);
  const sealed = (type: number) =>
    value('mdav.policy.proxyServer', { ...before, type, state: 'sealed', sha256: 'cd'.repeat(32) }, before);
  const signIn = { kind: 'ask', user: "CONTOSO\\o'brien" } as const;
  const signedIn = { ...sensorChange, after: { url: 'http://p.contoso.com:80', signIn } };
  const install = { manual: [{ kind: 'install-sensor', proxyUrl: 'http://p.contoso.com:80' }] } as const;
  const plans = [
    planWith(allChanges, { manual: [...install.manual] }),
    planWith([sealed(1), sealed(7), sensorChange]),
    planWith([signedIn]),
  ];
  return plans.flatMap((plan, at) => {
    const mdi = exportPlan(plan, digest, 'mdi');
    const files = [...backOutFiles(plan, digest), ...(mdi.ok ? mdi.value.files : [])];
    return files.flatMap((file): [string, string][] =>
      file.form === 'utf-8-mark' && file.name.endsWith('.ps1') ? [[`${file.name} of plan ${at + 1}`, file.text]] : [],
    );
  });
}

test.each(serverScripts())('%s is PowerShell', (_, text) => {
  expect(parsed(text).hasError).toBe(false);
});

test('a text with every special character is one literal', () => {
  const made = exportPlan(
    planWith([value('mdav.policy.proxyPacUrl', szImage(nastyText), szImage('http://p.contoso.com:80'))]),
    digest,
    'ps1',
  );
  const script = made.ok ? made.value.files.find(({ name }) => name === 'back-out.ps1') : undefined;
  const [row] = tables(parsed(script?.form === 'utf-8-mark' ? script.text : ''));
  expect(row?.Data).toBe(nastyText);
});

const faults: readonly [string, string][] = [
  ['$Wanted = @(', '$Wanted = @'],
  ["Kind = 'Binary'", "Kind = 'Binary"],
  ['} catch {', '} catch'],
  ['foreach (', 'foreach '],
  ['param([hashtable]$Change)', 'param([hashtable]$Change'],
];

test.each(faults)('the grammar finds the fault where %j is cut to %j', async (whole, cut) => {
  const at = await server.exported('ps1');
  const text = readFileSync(at('apply.ps1'), 'utf8');
  expect(text).toContain(whole);
  expect(parsed(text.replace(whole, () => cut)).hasError).toBe(true);
});

/** What stands on the right of a name in a table, or behind a parameter: a text, a number, or nothing. */
function literal(node: Node): string | number | null {
  const text = node.text.trim();
  if (text === '$null') return null;
  if (/^-?\d+$/.test(text)) return Number(text);
  const inner = node.descendantsOfType('verbatim_string_characters')[0]?.text ?? text;
  if (!inner.startsWith("'") || !inner.endsWith("'")) throw new Error(`no literal: ${text}`);
  return inner.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, '$1');
}

function tables(root: Node): Readonly<Record<string, string | number | null>>[] {
  return root.descendantsOfType('hash_literal_expression').flatMap((table) =>
    table === null
      ? []
      : [
          Object.fromEntries(
            table.descendantsOfType('hash_entry').flatMap((entry) => {
              const [key, data] = entry === null ? [] : [entry.namedChildren[0], entry.namedChildren.at(-1)];
              return key == null || data == null ? [] : [[key.text.trim(), literal(data)]];
            }),
          ),
        ],
  );
}

const types: Readonly<Record<string, string>> = {
  String: 'REG_SZ',
  ExpandString: 'REG_EXPAND_SZ',
  DWord: 'REG_DWORD',
  Binary: 'REG_BINARY',
};
const hives: Readonly<Record<string, string>> = { LocalMachine: 'HKLM', Users: 'HKU' };

const held = (kind: string, data: string | number | null): Held => ({
  type: types[kind] ?? kind,
  data: typeof data === 'number' ? data >>> 0 : (data ?? ''),
});

function putOver(all: Held64, rows: ReturnType<typeof tables>): Held64 {
  const found = new Map(all);
  for (const { Hive, Key, Name, Kind, Data } of rows) {
    const place = `${hives[String(Hive)]}\\${Key}\\${Name}`;
    if (Kind === 'Absent') found.delete(place);
    else found.set(place, held(String(Kind), Data ?? null));
  }
  return found;
}

test('the table of the script is what apply wrote, and that of its twin what was there', async () => {
  const at = await server.exported('ps1');
  const rows = (name: string) => tables(parsed(readFileSync(at(name), 'utf8')));
  expect(rows('apply.ps1')).toHaveLength(17);
  expect(putOver(server.before, rows('apply.ps1'))).toEqual(server.after);
  expect(putOver(server.after, rows('back-out.ps1'))).toEqual(server.before);
});

test('detection and remediation of Intune hold the same table', async () => {
  const at = await server.exported('intune');
  const rows = (name: string) => tables(parsed(readFileSync(at(name), 'utf8')));
  expect(rows('detect.ps1')).toEqual(rows('remediate.ps1'));
  expect(rows('back-out-detect.ps1')).toEqual(rows('back-out-remediate.ps1'));
  expect(rows('detect.ps1')).toHaveLength(13);
});

/** The commands of a script, each with its parameters; one without a value is true. */
function commands(root: Node, name: string): Readonly<Record<string, string | number | boolean | null>>[] {
  return root.descendantsOfType('command').flatMap((command) => {
    if (command === null || command.childForFieldName('command_name')?.text !== name) return [];
    const parts = command.childForFieldName('command_elements')?.namedChildren ?? [];
    const found: Record<string, string | number | boolean | null> = {};
    let parameter = '';
    for (const part of parts) {
      if (part === null || part.type === 'command_argument_sep') continue;
      if (part.type === 'command_parameter') {
        parameter = part.text;
        found[parameter] = true;
      } else if (part.text.startsWith("'") || /^-?\d+$/.test(part.text)) found[parameter] = literal(part);
      else found[parameter] = part.text;
    }
    return [found];
  });
}

test('the lines for a GPO are what apply wrote, and those of its twin what was there', async () => {
  const at = await server.exported('gpo');
  const over = (all: Held64, name: string): Held64 => {
    const root = parsed(readFileSync(at(name), 'utf8'));
    const found = new Map(all);
    for (const line of commands(root, 'Set-GPRegistryValue')) {
      const place = `${line['-Key']}\\${line['-ValueName']}`;
      expect(line['-Name']).toBe('$GpoName');
      if (line['-Disable'] === true) found.delete(place);
      else
        found.set(
          place,
          held(String(line['-Type']), typeof line['-Value'] === 'boolean' ? null : (line['-Value'] ?? null)),
        );
    }
    for (const line of commands(root, 'Remove-GPRegistryValue')) found.delete(`${line['-Key']}\\${line['-ValueName']}`);
    return found;
  };
  const policies = (all: Held64) => new Map([...all].filter(([place]) => place.includes('\\Policies\\')));
  expect(over(policies(server.before), 'set-gpo.ps1')).toEqual(policies(server.after));
  expect(over(policies(server.after), 'back-out-gpo.ps1')).toEqual(policies(server.before));
});
