import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { taskName, taskXml } from '../../electron/machine/windows/task-xml.ts';
import { makeInstaller } from '../../scripts/dist-installer.mjs';
import { filesOf, sizeOf } from '../../scripts/folder-files.mjs';
import { standInRuntime } from '../../scripts/stand-in-runtime.mjs';
import { openArchive } from './archive.ts';
import { artifact, packed, version } from './release.ts';
import { added, type Computer, place, type StoredPath, wineComputer } from './wine-computer.ts';

/** The installer that was made, on a Windows under Wine: what it leaves, what it refuses, and that it goes again. */

const setup = `Z:${artifact('-setup.exe')}`;
const uninstaller = `${place}\\Uninstall.exe`;
const wizard = `${place}\\Defender Proxy Wizard.exe`;
const consoleProgram = `${place}\\console\\defender-proxy.exe`;
const entryKey = '[Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Defender Proxy Wizard]';
const shortcut = 'ProgramData/Microsoft/Windows/Start Menu/Programs/Defender Proxy Wizard.lnk';
const records = 'C:\\ProgramData\\Defender Proxy Wizard';
const ownEntry = `${place}\\console`;

/** Other versions, of a few bytes: the same script with other files. */
const work = mkdtempSync(path.join(os.tmpdir(), 'other-versions-'));
function smallVersion(number: string, files: readonly string[] = [], more = {}): string {
  const folder = path.join(work, number);
  for (const name of ['Defender Proxy Wizard.exe', 'console/defender-proxy.exe', ...files]) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), `${name} of ${number}`);
  }
  const output = path.join(work, `${number}-setup.exe`);
  makeInstaller({ folder, output, version: number, compressor: 'none', more });
  return `Z:${output}`;
}
const older = smallVersion('0.9.9', ['gone/inner/only-here.txt', 'gone/$INSTDIR.txt']);
const newer = smallVersion('0.10.0');
/** Wine itself does not start with a PATH as long as a command prompt can hold, so here the limit is lower. */
const strict = smallVersion('0.9.8', [], { LONGEST_PATH: 274 * 9 + ownEntry.length });
afterAll(() => rmSync(work, { recursive: true, force: true }));

let computer: Computer;
const install = (switches = '', file = setup) => computer.run(file, `/S ${switches}`).code;
const uninstall = (switches = '') => computer.run(uninstaller, `/S ${switches} _?=${place}`).code;
const isThere = (file: string) => existsSync(computer.drive(file));
const entry = (name: string) => computer.values(entryKey.slice(1, -1))[name];

describe('from an empty computer to an empty computer', () => {
  let before = new Map<string, string>();
  beforeAll(() => {
    computer = wineComputer();
    before = new Map(computer.state());
  });
  afterAll(() => computer.close());

  const installedFiles = () => filesOf(computer.drive(place)).filter((file) => file !== 'Uninstall.exe');

  test('installs every file where only administrators write, whatever folder is asked for', () => {
    expect(install('/D=C:\\Tools')).toBe(0);
    expect(isThere('C:\\Tools')).toBe(false);
    expect(installedFiles()).toEqual(filesOf(packed));
    for (const file of filesOf(packed)) {
      const [there, made] = [path.join(computer.drive(place), file), path.join(packed, file)].map((at) =>
        readFileSync(at),
      );
      expect(there !== undefined && made !== undefined && there.equals(made), file).toBe(true);
    }
  });

  test('leaves files, one uninstall entry and one shortcut: nothing that starts by itself, no service, no PATH', () => {
    const left = added(before, computer.state()).filter(
      (name) => !name.startsWith('Program Files/Defender Proxy Wizard/'),
    );
    expect(left.sort()).toEqual([shortcut, entryKey].sort());
    expect(readFileSync(path.join(computer.drive('C:\\'), shortcut)).includes(Buffer.from(wizard, 'latin1'))).toBe(
      true,
    );
  });

  test('says in the list of programs what it is, how large, and how to remove it quietly', () => {
    expect(
      Object.fromEntries(
        [
          'DisplayName',
          'DisplayVersion',
          'Publisher',
          'DisplayIcon',
          'InstallLocation',
          'UninstallString',
          'QuietUninstallString',
          'NoModify',
          'NoRepair',
        ].map((name) => [name, entry(name)]),
      ),
    ).toEqual({
      DisplayName: 'Defender Proxy Wizard',
      DisplayVersion: version,
      Publisher: 'The Defender Proxy Wizard authors',
      DisplayIcon: wizard,
      InstallLocation: place,
      UninstallString: `"${uninstaller}" _?=${place}`,
      QuietUninstallString: `"${uninstaller}" /S _?=${place}`,
      NoModify: 'dword:00000001',
      NoRepair: 'dword:00000001',
    });
    expect(entry('Comments')).toContain('unsigned build');
    expect(Number.parseInt(entry('EstimatedSize')?.replace('dword:', '') ?? '', 16)).toBe(
      Math.ceil(sizeOf(packed) / 1024),
    );
  });

  test('takes no more room than a bare runtime, the console program and 10 MB', () => {
    const own = sizeOf(computer.drive(place)) - sizeOf(standInRuntime()) - sizeOf(path.join(packed, 'console'));
    expect(own).toBeLessThanOrEqual(10_000_000);
  });

  test('the console program runs, and finds its own place safe to write settings from', () => {
    expect(computer.run(consoleProgram, '--version')).toEqual({ code: 0, out: `${version}\n` });
    const refused = computer.run(consoleProgram, `undo --run ${randomUUID()} --json`);
    expect([refused.code, JSON.parse(refused.out).problem.kind]).toEqual([4, 'no-such-run']);
  });

  test('in a portable copy it detects, and writes nothing', () => {
    const mark = computer.drive(`${place}\\console\\portable.txt`);
    writeFileSync(mark, '');
    try {
      const refused = computer.run(consoleProgram, `undo --run ${randomUUID()} --json`);
      expect([refused.code, JSON.parse(refused.out).problem]).toMatchObject([
        4,
        { kind: 'folder-unsafe', why: 'portable' },
      ]);
      expect(computer.run(consoleProgram, 'detect --json').code).toBe(0);
    } finally {
      rmSync(mark);
    }
  });

  test('the wizard starts it with rights by the thread in its archive and the native module below it', () => {
    // The stand-in for Electron is a Node: it runs the very thread that the archive carries, from the wizard's place.
    const worker = openArchive(path.join(packed, 'resources/app.asar')).read('out/worker/elevation-worker.cjs');
    writeFileSync(computer.drive('C:\\elevation-worker.cjs'), worker);
    const code = `const { Worker } = require('node:worker_threads');
      const thread = new Worker('C:\\\\elevation-worker.cjs');
      thread.on('message', (answer) => require('node:fs').writeFileSync('C:\\\\answer.json', JSON.stringify(answer)));
      thread.postMessage({ file: ${JSON.stringify(consoleProgram)}, parameters: 'no-such-command', owner: '0' });`;
    writeFileSync(computer.drive('C:\\elevate.cjs'), code);
    computer.run(wizard, 'C:\\elevate.cjs');
    expect(JSON.parse(readFileSync(computer.drive('C:\\answer.json'), 'utf8'))).toEqual({ kind: 'exited', code: 2 });
    for (const name of ['elevation-worker.cjs', 'elevate.cjs', 'answer.json']) rmSync(computer.drive(`C:\\${name}`));
  });

  test.each([
    // The stand-in for Electron is a Node, so a script makes it stay; the console program waits for an answer.
    ['wizard', wizard, (port: number) => ['-e', `net.connect(${port}, '127.0.0.1')`]],
    ['console program', consoleProgram, (port: number) => ['probe', `127.0.0.1:${port}`]],
  ])('while the %s runs it refuses to be installed over and to be removed, and ends nothing', async (_, file, args) => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const child = computer.start(file, args(typeof address === 'object' && address !== null ? address.port : 0));
    const end = once(child, 'exit');
    await once(silent, 'connection');
    expect([install(), uninstall()]).toEqual([3, 3]);
    expect(child.exitCode).toBe(null);
    for (const socket of sockets) socket.destroy();
    silent.close();
    await end;
    expect(installedFiles()).toEqual(filesOf(packed));
    expect(entry('DisplayVersion')).toBe(version);
  });

  test('installs over itself; the records of runs stay, and what is chosen anew is added', () => {
    const run = randomUUID();
    expect(computer.run(consoleProgram, `detect --run ${run}`).code).toBe(0);
    const record = `${records}\\runs\\${run}.answer.json`;
    const content = readFileSync(computer.drive(record));
    const path0 = computer.storedPath();
    expect(install('/PATH')).toBe(0);
    expect(installedFiles()).toEqual(filesOf(packed));
    expect(readFileSync(computer.drive(record)).equals(content)).toBe(true);
    expect(computer.storedPath()).toEqual({ type: path0?.type, text: `${path0?.text};${ownEntry}` });
    expect(install()).toBe(0);
    expect(computer.storedPath()?.text).toBe(`${path0?.text};${ownEntry}`);
    expect(install('/NOPATH /NOSTARTMENU')).toBe(0);
    expect([computer.storedPath(), existsSync(path.join(computer.drive('C:\\'), shortcut))]).toEqual([path0, false]);
    expect(install('/PATH /STARTMENU')).toBe(0);
  });

  test('goes as it came, but for the records', () => {
    expect(uninstall()).toBe(0);
    const left = added(before, computer.state());
    expect(left.length).toBeGreaterThan(0);
    for (const name of left) expect(name).toMatch(/^ProgramData\/Defender Proxy Wizard\/runs\//);
    expect(added(computer.state(), before)).toEqual([]);
    expect(isThere(place)).toBe(false);
  });

  test('installed again it finds the records; removed with them, nothing is left', () => {
    expect(install()).toBe(0);
    expect(computer.run(consoleProgram, 'runs').code).toBe(0);
    expect(uninstall('/REMOVERECORDS')).toBe(0);
    expect([added(before, computer.state()), isThere(records), isThere(place)]).toEqual([[], false, false]);
  });
});

describe('other versions', () => {
  beforeEach(() => {
    computer = wineComputer();
  });
  afterEach(() => computer.close());

  test('an upgrade takes the files of the older version away, and leaves choices and what others put there', () => {
    expect(install('/PATH /NOSTARTMENU', older)).toBe(0);
    const theirs = `${place}\\theirs.txt`;
    writeFileSync(computer.drive(theirs), 'a note');
    const path0 = computer.storedPath();
    expect(install('', newer)).toBe(0);
    expect([isThere(`${place}\\gone`), isThere(theirs), entry('DisplayVersion')]).toEqual([false, true, '0.10.0']);
    expect([computer.storedPath(), existsSync(path.join(computer.drive('C:\\'), shortcut))]).toEqual([path0, false]);
    expect(uninstall()).toBe(0);
    computer.settle();
    expect([filesOf(computer.drive(place)), readFileSync(computer.drive(theirs), 'utf8')]).toEqual([
      ['theirs.txt'],
      'a note',
    ]);
  });

  test('an older version does not replace a newer one, unless it is told to', () => {
    expect(install('', newer)).toBe(0);
    expect([install('', older), entry('DisplayVersion')]).toEqual([4, '0.10.0']);
    expect(readFileSync(computer.drive(wizard), 'utf8')).toContain('0.10.0');
    expect([install('/DOWNGRADE', older), entry('DisplayVersion')]).toEqual([0, '0.9.9']);
    expect(readFileSync(computer.drive(wizard), 'utf8')).toContain('0.9.9');
  });

  test('tasks of tests that were ended by force go with it, and no others', () => {
    const tasks = 'C:\\windows\\system32\\tasks';
    const schtasks = 'C:\\windows\\system32\\schtasks.exe';
    const xml = taskXml({ account: 'local-service', program: consoleProgram, argv: ['probe'], minutes: 1 });
    writeFileSync(computer.drive('C:\\task.xml'), xml);
    const ours = taskName(randomUUID(), 'local-service');
    for (const name of [ours, 'Contoso backup'])
      expect(computer.run(schtasks, `/create /xml C:\\task.xml /tn "${name}"`).code).toBe(0);
    expect(install('', older)).toBe(0);
    expect(install('', newer)).toBe(0);
    expect(filesOf(computer.drive(tasks))).toEqual(['Contoso backup', ours]);
    expect(uninstall()).toBe(0);
    expect(filesOf(computer.drive(tasks))).toEqual(['Contoso backup']);
  });

  test('records in a folder that others may write to are not touched with the rights of an administrator', () => {
    expect(install()).toBe(0);
    const folder = computer.drive(records);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'theirs.txt'), 'a trap');
    chmodSync(folder, 0o777);
    expect(uninstall('/REMOVERECORDS')).toBe(7);
    computer.settle();
    expect([readFileSync(path.join(folder, 'theirs.txt'), 'utf8'), isThere(place)]).toEqual(['a trap', false]);
  });
});

describe('the PATH of the machine', () => {
  beforeAll(() => {
    computer = wineComputer();
  });
  afterAll(() => computer.close());

  const long = Array.from({ length: 60 }, (_, index) => `%ProgramFiles%\\Contoso Päckchen ${index}\\bin`).join(';');
  const stored: readonly (readonly [string, StoredPath])[] = [
    ['with variables, of more than 1024 characters, and not only of ASCII', { type: 2, text: `%SystemRoot%;${long}` }],
    ['of a type without variables', { type: 1, text: 'C:\\windows' }],
    ['that ends with a semicolon', { type: 2, text: 'C:\\windows;;C:\\tools;' }],
    [
      'with entries that only look like ours',
      { type: 2, text: `X:${ownEntry.slice(2)};${ownEntry}2;${ownEntry}\\x;D${ownEntry}` },
    ],
    ['that is empty', { type: 2, text: '' }],
  ];

  test.each(stored)('%s: ours is added at the end, and removed without a trace', (_, value) => {
    expect(value.text.length > 1024 || value.text.length < 400).toBe(true);
    computer.storePath(value);
    expect(install('/PATH', older)).toBe(0);
    expect(computer.storedPath()).toEqual({
      type: value.type,
      text: value.text === '' ? ownEntry : `${value.text};${ownEntry}`,
    });
    expect(uninstall()).toBe(0);
    expect(computer.storedPath()).toEqual(value);
  });

  test('ours is removed also where somebody moved it to the beginning or the middle, in other letters', () => {
    for (const text of [`${ownEntry.toUpperCase()};C:\\windows`, `C:\\windows;${ownEntry};C:\\tools`]) {
      computer.storePath({ type: 2, text: 'C:\\windows' });
      expect(install('/PATH', older)).toBe(0);
      computer.storePath({ type: 2, text });
      expect(uninstall()).toBe(0);
      expect(computer.storedPath()?.text).toBe(
        text.replace(
          new RegExp(`;?${ownEntry.replaceAll('\\', '\\\\')};?`, 'i'),
          text.startsWith('C:\\windows') ? ';' : '',
        ),
      );
    }
  });

  test('an entry that somebody else made is not made twice, and stays', () => {
    const value = { type: 2, text: `C:\\windows;${ownEntry};C:\\tools` };
    computer.storePath(value);
    expect(install('/PATH', older)).toBe(0);
    expect(computer.storedPath()).toEqual(value);
    expect(uninstall()).toBe(0);
    expect(computer.storedPath()).toEqual(value);
  });

  test.each([
    ['would be too long', { type: 2, text: 'C:\\tools;'.repeat(274) }],
    ['is no text', { type: 7, text: 'C:\\windows\0C:\\tools\0' }],
  ])('one that %s is left as it is, and the exit code says so', (_, value) => {
    computer.storePath(value);
    expect(install('/PATH', strict)).toBe(7);
    expect([computer.storedPath(), isThere(wizard)]).toEqual([value, true]);
    expect(uninstall()).toBe(0);
    expect(computer.storedPath()).toEqual(value);
  });

  test('one that is not there is made, as text with variables', () => {
    computer.storePath(null);
    expect(install('/PATH', older)).toBe(0);
    expect(computer.storedPath()).toEqual({ type: 2, text: ownEntry });
    expect(uninstall()).toBe(0);
  });
});
