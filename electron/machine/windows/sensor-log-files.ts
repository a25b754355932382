import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { SensorLogSeen } from '../../core/evidence/facts.ts';
import { sensorLogEntries } from '../../core/evidence/sensor-log.ts';
import { programOf } from './sensor-store.ts';
import { serviceError, serviceStatus } from './service-manager.ts';

/** Errors alone, of the sensor and of its updater; another place can be chosen at installation, and is not known then. */
const files = ['Microsoft.Tri.Sensor-Errors.log', 'Microsoft.Tri.Sensor.Updater-Errors.log'] as const;
/** Only the end is read: the newest errors stand there. */
const tail = 256 * 1024;

/** The end of the sensor's error logs, in `Logs` beside the program of its service; needs administrator rights. */
export function sensorLog(): SensorLogSeen {
  const service = serviceStatus('AATPSensor');
  if ('win32' in service)
    return service.win32 === serviceError.notInstalled
      ? { state: 'not-installed' }
      : { state: 'unread', why: 'denied' };
  const program = service.commandLine === null ? null : programOf(service.commandLine);
  if (program === null) return { state: 'unread', why: 'denied' };
  const folder = path.win32.join(path.win32.dirname(program), 'Logs');
  const found = files.map((name) => ({ name, end: endOf(path.win32.join(folder, name)) }));
  const read = found.flatMap(({ name, end }) => ('text' in end ? [{ name, entries: sensorLogEntries(end.text) }] : []));
  if (read.length > 0) return { state: 'read', files: read };
  const why = found.map(({ end }) => ('text' in end ? null : end.why));
  return { state: 'unread', why: why.find((each) => each !== 'missing') ?? 'missing' };
}

function endOf(file: string): { readonly text: string } | { readonly why: 'denied' | 'missing' | 'unreadable' } {
  let descriptor: number | null = null;
  try {
    // For reading, beside a sensor that goes on writing.
    descriptor = openSync(file, 'r');
    const found = fstatSync(descriptor);
    if (!found.isFile()) return { why: 'unreadable' };
    const room = Buffer.alloc(Math.min(found.size, tail));
    let length = 0;
    for (let got = 1; got > 0 && length < room.length; length += got)
      got = readSync(descriptor, room, length, room.length - length, found.size - room.length + length);
    return { text: room.subarray(0, length).toString('utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { why: 'missing' };
    return { why: code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unreadable' };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
