import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { taskName, taskXml } from '../../electron/machine/windows/task-xml.ts';
import { filesOf } from '../../scripts/folder-files.mjs';
import { consoleProgram, on, records, shortcut, wizard } from './installed.ts';
import { smallVersion } from './small-version.ts';
import { type Computer, place, wineComputer } from './wine-computer.ts';

/** What an installer does where another version is or was, and what it leaves to others. */

const older = smallVersion('0.9.9', ['gone/inner/only-here.txt', 'gone/$INSTDIR.txt']);
const newer = smallVersion('0.10.0');

let computer: Computer;
const { install, uninstall, isThere, entry } = on(() => computer);

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
