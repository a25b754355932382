import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type ServiceFact, ServiceName } from '../../core/plan/snapshot.ts';
import { fileVersion } from './file-version.ts';
import { programDataFolder } from './program-data.ts';
import { programOf, versionOfFolder } from './sensor-store.ts';
import { serviceError, serviceStatus } from './service-manager.ts';

/** The services of the product with their state and the version of their program. */
export function serviceList(): readonly ServiceFact[] {
  return ServiceName.options.map((name): ServiceFact => {
    const found = serviceStatus(name);
    if ('win32' in found) {
      const state = found.win32 === serviceError.notInstalled ? 'not-installed' : 'unknown';
      return { name, state, version: null };
    }
    const program = found.commandLine === null ? null : programOf(found.commandLine);
    return { name, state: found.state, version: versionOf(name, program) };
  });
}

function versionOf(name: ServiceName, program: string | null): string | null {
  if (program === null) return name === 'WinDefend' ? platformVersion() : null;
  switch (name) {
    case 'AATPSensor':
    case 'AATPSensorUpdater':
      return fileVersion(program) ?? versionOfFolder(program);
    case 'WinDefend':
      // After an update of the platform the service runs from its newest folder; before, from Program Files.
      return isPlatform(program) ? fileVersion(program) : (platformVersion() ?? fileVersion(program));
    case 'DiagTrack':
      // A library in svchost.exe, whose version would be that of Windows.
      return null;
    case 'Sense':
    case 'HealthService':
    case 'himds':
      return fileVersion(program);
    default:
      return name satisfies never;
  }
}

const platform = 'Microsoft\\Windows Defender\\Platform';
const isPlatform = (program: string) => program.toLowerCase().includes(`\\${platform.toLowerCase()}\\`);
const platformFolder = /^\d{1,10}(?:\.\d{1,10}){3}(?:-\d{1,10})?$/;

/** The version of MsMpEng.exe in the newest platform folder; null where there is none, or it cannot be seen. */
function platformVersion(): string | null {
  const versionIn = (folder: string) => fileVersion(path.win32.join(folder, 'MsMpEng.exe'));
  const folder = newestPlatform((candidate) => versionIn(candidate) !== null);
  return folder === null ? null : versionIn(folder);
}

/** The newest folder of the antivirus' platform that will do; null where there is none, or it cannot be seen. */
export function newestPlatform(willDo: (folder: string) => boolean): string | null {
  const data = programDataFolder();
  if (data === null) return null;
  const all = path.win32.join(data, platform);
  const newestFirst = folderNames(all)
    .filter((found) => platformFolder.test(found))
    .sort(byNumbers)
    .reverse();
  return newestFirst.map((name) => path.win32.join(all, name)).find(willDo) ?? null;
}

function folderNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Orders `4.18.9` before `4.18.24090`. */
export function byNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.split(/[.-]/).map(Number));
  const at = left?.findIndex((number, index) => number !== right?.[index]) ?? -1;
  return at < 0 ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0);
}
