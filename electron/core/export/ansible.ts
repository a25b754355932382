import { hexOf } from '../codecs/registry-data.ts';
import type { Direction } from './refusal.ts';
import { type PlainData, plainData, type RegistryChange, stateAt } from './registry-change.ts';

export interface PlaybookWish {
  readonly title: string;
  readonly changes: readonly RegistryChange[];
  readonly direction: Direction;
  /** Services that are restarted if they run and anything was changed. */
  readonly restarts: readonly string[];
  readonly remarks: readonly string[];
}

/**
 * A playbook for the inventory group `defender_proxy`, with the collection `ansible.windows`. Every text is a JSON
 * string, which YAML reads alike, and data is `!unsafe`, so that Ansible takes no braces in it for a template.
 */
export function playbook({ title, changes, direction, restarts, remarks }: PlaybookWish): string {
  const lines = [
    ...remarks.map((text) => `# ${text}`.trimEnd()),
    '---',
    `- name: ${quoted(title)}`,
    '  hosts: defender_proxy',
    '  gather_facts: false',
    '  tasks:',
    ...changes.flatMap((change) => valueTask(change, direction)),
    ...restarts.flatMap((service) => restartTasks(service, changes)),
  ];
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => JSON.stringify(text);

function valueTask(change: RegistryChange, direction: Direction): string[] {
  const { hive, key, name } = change.entry;
  const image = stateAt(change, direction);
  const data = image.state === 'absent' ? null : plainData(image);
  const state =
    data === null
      ? ['        state: absent', '        delete_key: false']
      : ['        state: present', `        type: ${types[data.kind]}`, `        data: ${dataText(data)}`];
  return [
    `    - name: ${quoted(`${data === null ? 'Take away' : 'Set'} ${name}`)}`,
    '      ansible.windows.win_regedit:',
    `        path: ${quoted(`${hive}:\\${key}`)}`,
    `        name: ${quoted(name)}`,
    ...state,
    `      register: ${resultOf(change)}`,
  ];
}

const resultOf = ({ operation }: RegistryChange): string => `defender_proxy_${operation}`;

const types: Readonly<Record<PlainData['kind'], string>> = {
  text: 'string',
  expandable: 'expandstring',
  number: 'dword',
  bytes: 'binary',
};

function dataText(data: PlainData): string {
  switch (data.kind) {
    case 'text':
    case 'expandable':
      return `!unsafe ${quoted(data.text)}`;
    case 'number':
      return String(data.number);
    case 'bytes':
      return quoted(`hex:${(hexOf(data.bytes).match(/../g) ?? []).join(',')}`);
    default:
      return data satisfies never;
  }
}

function restartTasks(service: string, changes: readonly RegistryChange[]): string[] {
  const found = `defender_proxy_${service}`;
  const changed = changes.map((change) => `${resultOf(change)} is changed`).join(' or ');
  return [
    `    - name: ${quoted(`Look whether ${service} runs`)}`,
    '      ansible.windows.win_service_info:',
    `        name: ${quoted(service)}`,
    `      register: ${found}`,
    `    - name: ${quoted(`Restart ${service}`)}`,
    '      ansible.windows.win_service:',
    `        name: ${quoted(service)}`,
    '        state: restarted',
    '        force_dependent_services: true',
    '      when:',
    `        - ${quoted(changed === '' ? 'false' : changed)}`,
    `        - ${quoted(`${found}.services | selectattr('state', 'equalto', 'started') | list | length > 0`)}`,
  ];
}
