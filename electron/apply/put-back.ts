import { proxyPartOf, withProxyPart } from '../core/codecs/sensor-configuration.ts';
import type { Cause } from '../core/plan/problem.ts';
import { sha256 } from '../disk/sha256.ts';
import { utf8Text } from '../disk/utf8-text.ts';
import type { Machine, Win32 } from '../machine/machine.ts';
import type { Begun } from './begun.ts';
import type { Standing } from './standing.ts';
import { changedOf, isImage, rawOf, writtenValue } from './stored.ts';

/** `restored`: what is stored is as it was before, and only the service did not start again. */
export type PutBack =
  | { readonly ok: true; readonly proxyPartOnly: boolean }
  | { readonly ok: false; readonly cause: Cause; readonly restored?: true };

type Failed = Extract<PutBack, { ok: false }>;

const whole: PutBack = { ok: true, proxyPartOnly: false };
const failed = (step: Cause['step'], target: Cause['target'], win32: number): Failed => ({
  ok: false,
  cause: { step, target, win32 },
});

/** Puts one store back to what it was before the run and reads it back. `backup` as the run's folder keeps it. */
export async function putBack(
  machine: Machine,
  begun: Begun,
  standing: Standing,
  backup: Uint8Array | null,
): Promise<PutBack> {
  try {
    return await putBackUnguarded(machine, begun, standing, backup);
  } catch {
    const { operation } = begun;
    // The rest has to be put back all the same.
    return failed('write', operation.kind === 'restart' ? operation.service : targetOf(begun), 0);
  }
}

function targetOf({ operation }: Begun): Cause['target'] {
  return changedOf(operation) ?? 'sensor-configuration';
}

async function putBackUnguarded(
  machine: Machine,
  begun: Begun,
  standing: Standing,
  backup: Uint8Array | null,
): Promise<PutBack> {
  const { operation } = begun;
  if (standing.at === 'unreadable') return failed('read', targetOf(begun), standing.win32);
  if (operation.kind === 'restart') return restartAgain(machine, begun, operation.service);
  if (operation.kind === 'sensor') return putSensorBack(machine, begun, standing, backup);
  const id = writtenValue(operation);
  if (standing.at === 'before' || id === null) return whole;
  const image = rawOf(operation.before, backup);
  if (image === null) return failed('backup', id, 0);
  const win32 = await machine.settings.write(id, image);
  if (win32 !== 0) return failed('write', id, win32);
  const back = await machine.settings.read(id);
  if (back.state === 'unreadable') return failed('read-back', id, back.win32);
  return isImage(back, operation.before) ? whole : failed('read-back', id, 0);
}

/** A restart that failed never brought the new settings into use; then the service only has to run again. */
async function restartAgain(
  machine: Machine,
  { running, state }: Begun,
  service: 'AATPSensorUpdater' | 'DiagTrack',
): Promise<PutBack> {
  if (running === false) return whole;
  const stopped = state === 'failed' ? 0 : await machine.services.stop(service);
  if (stopped !== 0) return failed('stop-service', service, stopped);
  const started = await machine.services.start(service);
  return started === 0 ? whole : failed('start-service', service, started);
}

async function putSensorBack(
  machine: Machine,
  { operation, running }: Begun,
  standing: Standing,
  backup: Uint8Array | null,
): Promise<PutBack> {
  if (operation.kind !== 'sensor') return whole;
  const restore = async (): Promise<PutBack> => {
    if (standing.at === 'before') return whole;
    if (backup === null) return failed('backup', 'sensor-configuration', 0);
    const stopped = await machine.services.stop('AATPSensorUpdater');
    if (stopped !== 0) return failed('stop-service', 'AATPSensorUpdater', stopped);
    return standing.at === 'after' ? writeSensor(machine, backup, false) : writeProxyPart(machine, backup);
  };
  const restored = await restore();
  // Also where nothing could be written: a crash or a failure may have left the sensor stopped.
  const started: Win32 = running === false ? 0 : await machine.services.start('AATPSensorUpdater');
  if (!restored.ok || started === 0) return restored;
  const down = failed('start-service', 'AATPSensorUpdater', started);
  // Of a newer file only a part came back, so there is no saying that it is as before.
  return restored.proxyPartOnly ? down : { ...down, restored: true };
}

/** The sensor has been updated to a newer folder, or its file was changed elsewhere: the rest of the file stays. */
async function writeProxyPart(machine: Machine, backup: Uint8Array): Promise<PutBack> {
  const file = await machine.sensor.read();
  if (file.state !== 'read')
    return failed('read', 'sensor-configuration', file.state === 'unreadable' ? file.win32 : 0);
  const [now, before] = [utf8Text(file.bytes), utf8Text(backup)];
  const part = before === null ? null : proxyPartOf(before);
  const edited = now === null || part?.state !== 'ok' ? null : withProxyPart(now, part.part);
  if (edited?.state !== 'ok') return failed('write', 'sensor-configuration', 0);
  return writeSensor(machine, new TextEncoder().encode(edited.text), true);
}

async function writeSensor(machine: Machine, bytes: Uint8Array, proxyPartOnly: boolean): Promise<PutBack> {
  const written = await machine.sensor.write(bytes);
  if (written !== 0) return failed('write', 'sensor-configuration', written);
  const back = await machine.sensor.read();
  const same = back.state === 'read' && sha256(back.bytes) === sha256(bytes);
  return same ? { ok: true, proxyPartOnly } : failed('read-back', 'sensor-configuration', 0);
}
