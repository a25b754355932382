import type { Operation } from '../core/plan/operation.ts';
import type { Cause } from '../core/plan/problem.ts';
import type { SealedPassword } from '../core/plan/sealed-password.ts';
import type { Sha256 } from '../core/settings/reading.ts';
import { sha256 } from '../disk/sha256.ts';
import type { Machine, RawImage } from '../machine/machine.ts';
import { withPlannedProxy } from './sensor-file.ts';
import { changedOf, isImage, meansProxy, rawOf, type writtenValue } from './stored.ts';

/** `wrote`: hash of the stored bytes, where the plan could not know them. */
export type CarriedOut =
  | { readonly ok: true; readonly wrote: Sha256 | null }
  | { readonly ok: false; readonly cause: Cause };

type OperationOf<K extends Operation['kind']> = Extract<Operation, { kind: K }>;

const done = (wrote: Sha256 | null): CarriedOut => ({ ok: true, wrote });
const failed = (step: Cause['step'], target: Cause['target'], win32: number): CarriedOut => ({
  ok: false,
  cause: { step, target, win32 },
});

/**
 * Carries out one operation and reads back what it wrote. `running` says whether the service that it stops ran before;
 * one that did not is not started. `password` is the one that the sensor's operation gives, null where it gives none.
 */
export async function carryOut(
  machine: Machine,
  operation: Operation,
  running: boolean | null,
  password: SealedPassword | null,
): Promise<CarriedOut> {
  try {
    return await carryOutUnguarded(machine, operation, running, password);
  } catch {
    // A machine that throws is a fault of ours, but the changes made so far have to be put back all the same.
    return failed('write', operation.kind === 'restart' ? operation.service : nameOf(operation), 0);
  }
}

function nameOf(operation: Exclude<Operation, { kind: 'restart' }>): Cause['target'] {
  return changedOf(operation) ?? 'sensor-configuration';
}

function carryOutUnguarded(
  machine: Machine,
  operation: Operation,
  running: boolean | null,
  password: SealedPassword | null,
): Promise<CarriedOut> {
  switch (operation.kind) {
    case 'value':
      return writeValue(machine, operation);
    case 'winhttp':
      return writeWinHttp(machine, operation);
    case 'winhttp-32':
      return copyWinHttp(machine, operation);
    case 'sensor':
      return writeSensor(machine, operation, running, password);
    case 'restart':
      return restart(machine, operation, running);
    default:
      return operation satisfies never;
  }
}

async function writeValue(machine: Machine, operation: OperationOf<'value'>): Promise<CarriedOut> {
  const wanted = rawOf(operation.after, null);
  if (wanted === null) return failed('write', operation.value, 0);
  return write(machine, operation, wanted, (raw) => isImage(raw, operation.after));
}

async function writeWinHttp(machine: Machine, operation: OperationOf<'winhttp'>): Promise<CarriedOut> {
  const win32 = await machine.winhttp.write(operation.after);
  if (win32 !== 0) return failed('write', 'winhttp.machine', win32);
  return readBack(machine, 'winhttp.machine', (raw) => meansProxy(raw, operation.after));
}

/** The 32-bit copy gets the very bytes that Windows keeps in the 64-bit value at this moment. */
async function copyWinHttp(machine: Machine, operation: OperationOf<'winhttp-32'>): Promise<CarriedOut> {
  const source = await machine.settings.read('winhttp.machine');
  if (source.state === 'unreadable') return failed('read', 'winhttp.machine', source.win32);
  if (!meansProxy(source, operation.after)) return failed('read', 'winhttp.machine', 0);
  const copy: RawImage = source.state === 'absent' ? { state: 'absent', missingKeys: 0 } : source;
  return write(machine, operation, copy, (raw) => isSame(raw, copy));
}

async function write(
  machine: Machine,
  operation: OperationOf<'value' | 'winhttp-32'>,
  wanted: RawImage,
  isRight: (raw: RawImage) => boolean,
): Promise<CarriedOut> {
  const id = operation.kind === 'value' ? operation.value : 'winhttp.machine32';
  const win32 = await machine.settings.write(id, wanted);
  if (win32 !== 0) return failed('write', id, win32);
  const back = await readBack(machine, id, isRight);
  return back.ok && operation.kind === 'value' ? done(null) : back;
}

async function readBack(
  machine: Machine,
  id: NonNullable<ReturnType<typeof writtenValue>>,
  isRight: (raw: RawImage) => boolean,
): Promise<CarriedOut> {
  const raw = await machine.settings.read(id);
  if (raw.state === 'unreadable') return failed('read-back', id, raw.win32);
  if (!isRight(raw)) return failed('read-back', id, 0);
  return done(raw.state === 'present' ? sha256(raw.bytes) : null);
}

async function writeSensor(
  machine: Machine,
  operation: OperationOf<'sensor'>,
  running: boolean | null,
  password: SealedPassword | null,
): Promise<CarriedOut> {
  const stopped = await machine.services.stop('AATPSensorUpdater');
  if (stopped !== 0) return failed('stop-service', 'AATPSensorUpdater', stopped);
  // Only now nobody else writes the file. Its backup was made from these bytes, or there is none for them.
  const file = await machine.sensor.read();
  if (file.state !== 'read')
    return failed('read', 'sensor-configuration', file.state === 'unreadable' ? file.win32 : 0);
  if (sha256(file.bytes) !== operation.before.sha256) return failed('backup', 'sensor-configuration', 0);
  const bytes = withPlannedProxy(file.bytes, operation.after, password);
  if (bytes === null) return failed('write', 'sensor-configuration', 0);
  const written = await machine.sensor.write(bytes);
  if (written !== 0) return failed('write', 'sensor-configuration', written);
  const started = running === false ? 0 : await machine.services.start('AATPSensorUpdater');
  if (started !== 0) return failed('start-service', 'AATPSensorUpdater', started);
  const back = await machine.sensor.read();
  if (back.state !== 'read' || !holdsPlanned(back.bytes, operation, password))
    return failed('read-back', 'sensor-configuration', back.state === 'unreadable' ? back.win32 : 0);
  return done(sha256(back.bytes));
}

/** Writing the same once more would change nothing: address, user and password are what they have to be. */
function holdsPlanned(bytes: Uint8Array, { after }: OperationOf<'sensor'>, password: SealedPassword | null): boolean {
  const again = withPlannedProxy(bytes, after, password);
  return again !== null && Buffer.from(again).equals(bytes);
}

async function restart(
  machine: Machine,
  { service }: OperationOf<'restart'>,
  running: boolean | null,
): Promise<CarriedOut> {
  if (running === false) return done(null);
  const stopped = await machine.services.stop(service);
  if (stopped !== 0) return failed('stop-service', service, stopped);
  const started = await machine.services.start(service);
  return started === 0 ? done(null) : failed('start-service', service, started);
}

function isSame(a: RawImage, b: RawImage): boolean {
  if (a.state === 'absent' || b.state === 'absent') return a.state === b.state;
  return a.type === b.type && Buffer.from(a.bytes).equals(b.bytes);
}

/** Whether the service that an operation stops runs now; null where it stops none. */
export async function runningBefore(machine: Machine, operation: Operation): Promise<boolean | null> {
  if (operation.kind !== 'sensor' && operation.kind !== 'restart') return null;
  const moved = operation.kind === 'sensor' ? 'AATPSensorUpdater' : operation.service;
  const names: readonly string[] = moved === 'AATPSensorUpdater' ? ['AATPSensorUpdater', 'AATPSensor'] : [moved];
  const services = await machine.services.list();
  return services.some(({ name, state }) => names.includes(name) && state !== 'stopped' && state !== 'not-installed');
}
