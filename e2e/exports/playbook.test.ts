import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Held, type Held64, type ProvenServer, provenServer } from './proven-server.ts';
import { read, run } from './reader.ts';

/** The playbooks, checked and loaded by Ansible, against the documentation of its own modules. */

let server: ProvenServer;
let at: (name: string) => string;
beforeAll(async () => {
  server = await provenServer();
  at = await server.exported('ansible');
});
afterAll(() => server.close());

type Text = string | { readonly unsafe: string };
interface Task {
  readonly name: string;
  readonly [module: string]: unknown;
}
interface Edit {
  readonly path: string;
  readonly name: string;
  readonly state: string;
  readonly type?: string;
  readonly data?: Text | number;
}

const tasksOf = (file: string): Task[] => {
  const [play] = read('playbook.py', file) as { readonly hosts: string; readonly tasks: Task[] }[]; // as the reader prints it
  expect(play?.hosts).toBe('defender_proxy');
  return play?.tasks ?? [];
};

const edits = (file: string): Edit[] =>
  tasksOf(file).flatMap((task) =>
    'ansible.windows.win_regedit' in task ? [task['ansible.windows.win_regedit'] as Edit] : [],
  );

test.each(['apply.yml', 'back-out.yml'])('Ansible finds no fault in %s', (name) => {
  expect(run('/usr/bin/ansible-playbook', ['--syntax-check', '-i', 'localhost,', at(name)])).toMatchObject({ code: 0 });
});

test('Ansible finds the faults of a playbook', () => {
  expect(run('/usr/bin/ansible-playbook', ['--syntax-check', '-i', 'localhost,', at('README.txt')]).code).not.toBe(0);
});

const types: Readonly<Record<string, string>> = {
  string: 'REG_SZ',
  expandstring: 'REG_EXPAND_SZ',
  dword: 'REG_DWORD',
  binary: 'REG_BINARY',
};

function heldBy({ type = '', data }: Edit): Held {
  const known = types[type] ?? type;
  if (typeof data === 'number') return { type: known, data };
  if (typeof data === 'object') return { type: known, data: data.unsafe };
  return { type: known, data: (data ?? '').replace(/^hex:/, '').replaceAll(',', '') };
}

function putOver(all: Held64, tasks: readonly Edit[]): Held64 {
  const held = new Map(all);
  for (const edit of tasks) {
    const place = `${edit.path.replace(':', '')}\\${edit.name}`;
    if (edit.state === 'absent') held.delete(place);
    else held.set(place, heldBy(edit));
  }
  return held;
}

test('what Ansible reads is what apply wrote, and from its twin what was there', () => {
  expect(putOver(server.before, edits(at('apply.yml')))).toEqual(server.after);
  expect(putOver(server.after, edits(at('back-out.yml')))).toEqual(server.before);
});

test('no text of a value is taken for a template', () => {
  const texts = [...edits(at('apply.yml')), ...edits(at('back-out.yml'))].filter(
    ({ type }) => type === 'string' || type === 'expandstring',
  );
  expect(texts.length).toBeGreaterThan(4);
  for (const { data } of texts) expect(data).toHaveProperty('unsafe');
});

interface Documented {
  readonly [module: string]: {
    readonly doc: {
      readonly options: Readonly<Record<string, { readonly choices?: string[]; readonly required?: boolean }>>;
    };
  };
}

test('every option and every choice is one that the module documents', () => {
  const modules = ['win_regedit', 'win_service', 'win_service_info'].map((name) => `ansible.windows.${name}`);
  const documented = JSON.parse(run('/usr/bin/ansible-doc', ['-t', 'module', '-j', ...modules]).out) as Documented; // its own form
  const seen = new Set<string>();
  for (const file of ['apply.yml', 'back-out.yml']) {
    for (const task of tasksOf(at(file))) {
      const module = Object.keys(task).find((name) => name.startsWith('ansible.windows.')) ?? '';
      const options = documented[module]?.doc.options;
      seen.add(module);
      for (const [name, value] of Object.entries(task[module] as object)) {
        expect(Object.keys(options ?? {})).toContain(name);
        const choices = options?.[name]?.choices;
        if (choices !== undefined) expect(choices).toContain(value);
      }
    }
  }
  expect([...seen].sort()).toEqual([...modules].sort());
});
