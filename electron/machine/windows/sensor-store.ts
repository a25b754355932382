import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type SensorFile, type SensorStore, sensorFileLimit } from '../machine.ts';
import { fileVersion } from './file-version.ts';
import { openNative } from './native.ts';
import { personalCertificate } from './sensor-certificate.ts';
import { serviceError, serviceStatus } from './service-manager.ts';

const fileName = 'SensorConfiguration.json';
const programName = 'Microsoft.Tri.Sensor.exe';

/** The configuration file of the MDI v2 sensor, beside the program of the `AATPSensor` service. */
export function sensorStore(): SensorStore {
  return {
    async read() {
      const program = sensorProgram();
      if ('win32' in program) {
        if (program.win32 === serviceError.notInstalled) return { state: 'not-installed' };
        return { state: 'unreadable', win32: program.win32 };
      }
      return readFile(program.path);
    },
    async write(bytes) {
      const program = sensorProgram();
      if ('win32' in program) return program.win32;
      return replaceKeepingAcl(path.win32.join(path.win32.dirname(program.path), fileName), bytes);
    },
    certificate: async (thumbprint) => personalCertificate(thumbprint),
  };
}

/** Its folder's name holds the version and changes with every update, so it is looked up each time. */
function sensorProgram(): { readonly path: string } | { readonly win32: number } {
  const service = serviceStatus('AATPSensor');
  if ('win32' in service) return service;
  const program = service.commandLine === null ? null : programOf(service.commandLine);
  return program === null ? { win32: serviceError.accessDenied } : { path: program };
}

/** The program of a service's command line: quoted, or bare up to its `.exe`. */
export function programOf(commandLine: string): string | null {
  const quoted = /^"([^"]+)"/.exec(commandLine)?.[1];
  return quoted ?? /^.*?\.exe(?=\s|$)/i.exec(commandLine)?.[0] ?? null;
}

function readFile(program: string): SensorFile {
  const file = path.win32.join(path.win32.dirname(program), fileName);
  const version = fileVersion(path.win32.join(path.win32.dirname(program), programName)) ?? versionOfFolder(program);
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, 'r');
    const room = Buffer.alloc(sensorFileLimit + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < room.length; length += got) {
      got = readSync(descriptor, room, length, room.length - length, null);
    }
    if (length > sensorFileLimit) return { state: 'too-large', path: file };
    return { state: 'read', path: file, version, bytes: new Uint8Array(room.subarray(0, length)) };
  } catch (error) {
    return { state: 'unreadable', win32: win32Of(error) };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** The version that the folder is named by, where the program's own version cannot be read. */
export const versionOfFolder = (program: string): string | null =>
  /^\d+(?:\.\d+){1,3}$/.exec(path.win32.basename(path.win32.dirname(program)))?.[0] ?? null;

/**
 * ReplaceFileW puts the new bytes in place and keeps the old file's ACL, owner and attributes. It moves the old file away
 * first; where the second step then fails (1177), only a backup brings it back, and without one there would be no file.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-replacefilew
 */
function replaceKeepingAcl(file: string, bytes: Uint8Array): number {
  const [temporary, before] = [`${file}.new`, `${file}.before-change`];
  try {
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    const { kernel32, lastError } = openNative();
    const replaceFile = kernel32.func(
      'bool __stdcall ReplaceFileW(str16 replaced, str16 replacement, str16 backup, uint32 flags, void* a, void* b)',
    );
    putBack(before, file);
    if (replaceFile(file, temporary, before, 0, null, null)) return 0;
    const win32 = lastError();
    putBack(before, file);
    return win32;
  } catch (error) {
    return win32Of(error);
  } finally {
    rmSync(temporary, { force: true });
    if (existsSync(file)) rmSync(before, { force: true });
  }
}

/** Gives a file that was moved away its name again where nothing has it; before a write too, for one that was cut off. */
function putBack(moved: string, file: string): void {
  if (!existsSync(file) && existsSync(moved)) renameSync(moved, file);
}

/** Node gives its own names for what Windows refused; these are the statuses that they stand for. */
function win32Of(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const known: Readonly<Record<string, number>> = { ENOENT: 2, EACCES: 5, EPERM: 5, EBUSY: 32, ENOSPC: 112, EISDIR: 5 };
  return typeof code === 'string' ? (known[code] ?? 1) : 1;
}
