import { existsSync } from 'node:fs';
import path from 'node:path';
import type { MapsTestSeen } from '../../core/evidence/facts.ts';
import { parseMapsAnswer } from '../../core/evidence/maps-answer.ts';
import { vetFile, vetFolder } from './protected-folder.ts';
import { withKey } from './registry.ts';
import { registryText } from './registry-text.ts';
import { runProgram } from './run-program.ts';
import { newestPlatform } from './service-list.ts';

const fileName = 'MpCmdRun.exe';
/** No longer than the slowest probe may take. */
const limitMs = 14_000;

/**
 * The antivirus' own test of its cloud, by the newest copy of its program. SECURITY: it is run with administrator
 * rights only where nobody else can change it, and from no path that the environment names.
 * https://learn.microsoft.com/defender-endpoint/command-line-arguments-microsoft-defender-antivirus
 */
export async function mapsTest(elevated: boolean, signal?: AbortSignal): Promise<MapsTestSeen> {
  const program = mapsProgram();
  if (program === null) return { state: 'not-installed' };
  if (!elevated) return { state: 'not-run', why: 'not-elevated' };
  if (!vetFolder(path.win32.dirname(program)).ok || !vetFile(program).ok) return { state: 'not-run', why: 'unsafe' };
  const end = await runProgram(program, ['-ValidateMapsConnection'], { timeoutMs: limitMs, signal });
  if (end.kind === 'exited') return { state: 'ran', code: end.code, ...parseMapsAnswer(end.output) };
  return { state: 'not-run', why: end.kind === 'timeout' ? 'timeout' : 'failed' };
}

/** In the newest platform folder, else where the antivirus was installed with Windows; null where it is not. */
function mapsProgram(): string | null {
  const places = [newestPlatform((folder) => existsSync(path.win32.join(folder, fileName))), installLocation()];
  const folder = places.find((place) => place !== null && existsSync(path.win32.join(place, fileName)));
  return folder === undefined || folder === null ? null : path.win32.join(folder, fileName);
}

function installLocation(): string | null {
  const found = withKey({ root: 'HKLM', path: 'SOFTWARE\\Microsoft\\Windows Defender', view: 64 }, (query) => ({
    text: registryText(query('InstallLocation')),
  }));
  const folder = 'text' in found ? found.text : null;
  return folder !== null && /^[A-Za-z]:\\[^%]+$/.test(folder) ? folder : null;
}
