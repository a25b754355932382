import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOf, sizeOf } from '../../scripts/folder-files.mjs';
import { standInRuntime } from '../../scripts/stand-in-runtime.mjs';
import { openArchive } from './archive.ts';
import { consoleProgram, entryKey, on, ownEntry, records, shortcut, uninstaller, wizard } from './installed.ts';
import { packed, version } from './release.ts';
import { added, type Computer, place, wineComputer } from './wine-computer.ts';

/** The installer that was made, on a Windows under Wine: what it leaves, what it refuses, and that it goes again. */

let computer: Computer;
const { install, uninstall, isThere, entry } = on(() => computer);

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
