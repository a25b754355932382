// The fuses of a built executable, read from its own bytes and not by the library that wrote them.
//
//   node scripts/fuses.mjs FILE     prints each fuse and its state; fails where one is not as stated
//
// https://www.electronjs.org/docs/latest/tutorial/fuses

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/** What stands before the fuses in every Electron, before their version and their number. */
export const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** In the order in which they lie in the executable (version 1), by the names that electron-builder gives them. */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
];

/** electron-builder cannot state this one yet; it is on by default, and has to stay so. */
const byDefault = { wasmTrapHandlers: true };

/** What electron-builder.yml states, and what is left at its default on purpose. */
export function statedFuses() {
  const text = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  const block = /^electronFuses:\n((?: .*\n)+)/m.exec(text)?.[1] ?? '';
  const stated = [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [name, value === 'true']);
  return { ...Object.fromEntries(stated), ...byDefault };
}

/** The state of each fuse by its name. Throws where the file is no Electron or has a fuse that nobody knows here. */
export function readFuses(file) {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(sentinel, 0, 'latin1');
  if (at < 0) throw new Error(`${path.basename(file)} has no fuses`);
  if (bytes.indexOf(sentinel, at + 1, 'latin1') >= 0) throw new Error(`${path.basename(file)} has fuses twice`);
  const [version, count] = [bytes[at + sentinel.length], bytes[at + sentinel.length + 1]];
  if (version !== 1) throw new Error(`${path.basename(file)} has fuses of version ${version}`);
  if (count > fuseNames.length) throw new Error(`${path.basename(file)} has ${count - fuseNames.length} unknown fuses`);
  const wire = bytes.toString('latin1', at + sentinel.length + 2, at + sentinel.length + 2 + count);
  return Object.fromEntries(fuseNames.slice(0, count).map((name, index) => [name, state(name, wire[index])]));
}

function state(name, mark) {
  if (mark !== '0' && mark !== '1') throw new Error(`the fuse ${name} was taken out of this Electron`);
  return mark === '1';
}

/** Those fuses of an executable that are not as they are stated, as sentences. */
export function wrongFuses(file) {
  const stated = statedFuses();
  return Object.entries(readFuses(file)).flatMap(([name, on]) =>
    stated[name] === on
      ? []
      : [`${name} is ${on ? 'on' : 'off'}, and ${name in stated ? 'not as stated' : 'not stated'}`],
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2];
  if (file === undefined) throw new Error('which executable?');
  for (const [name, on] of Object.entries(readFuses(file))) console.log(`${on ? 'on ' : 'off'} ${name}`);
  for (const sentence of wrongFuses(file)) {
    console.error(sentence);
    process.exitCode = 1;
  }
}
