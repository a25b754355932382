import { proxyPartOf, withProxyPart } from '../core/codecs/sensor-configuration.ts';
import type { Operation } from '../core/plan/operation.ts';
import { sha256 } from '../disk/sha256.ts';
import { utf8Text } from '../disk/utf8-text.ts';
import type { Machine, RawImage } from '../machine/machine.ts';
import type { Begun } from './begun.ts';
import { isPlanned, proxyOf, withPlannedProxy } from './sensor-file.ts';
import { isImage, meansProxy, writtenValue } from './stored.ts';

/**
 * Where an operation's store stands when it is to be put back: `before` (nothing to write), `after` (what we wrote),
 * `after-elsewhere` (the sensor's proxy is ours, but its file is another one by now), or `changed` by someone else.
 */
export type Standing =
  | { readonly at: 'before' | 'after' | 'after-elsewhere' | 'changed' }
  | { readonly at: 'unreadable'; readonly win32: number };

/** `backup` is the sensor's file from before, for its operation; null where there is none. */
export async function standingOf(machine: Machine, begun: Begun, backup: Uint8Array | null): Promise<Standing> {
  const { operation } = begun;
  if (operation.kind === 'restart') return { at: 'after' };
  if (operation.kind === 'sensor') return sensorStanding(machine, begun, operation, backup);
  const id = writtenValue(operation);
  if (id === null) return { at: 'before' };
  const raw = await machine.settings.read(id);
  if (raw.state === 'unreadable') return { at: 'unreadable', win32: raw.win32 };
  if (isImage(raw, operation.before)) return { at: hasLeftKeys(raw, operation.before) ? 'after' : 'before' };
  return { at: isAfter(raw, operation) ? 'after' : 'changed' };
}

/** Keys that writing made are still there although the value is gone: a crash fell between the two. */
function hasLeftKeys(raw: RawImage, before: Extract<Operation, { kind: 'value' }>['before']): boolean {
  return raw.state === 'absent' && before.state === 'absent' && raw.missingKeys < before.missingKeys;
}

/** Windows may count its own changes inside a WinHTTP value: the same meaning in other bytes is no one else's change. */
function isAfter(raw: RawImage, operation: Extract<Operation, { kind: 'value' | 'winhttp' | 'winhttp-32' }>): boolean {
  return operation.kind === 'value' ? isImage(raw, operation.after) : meansProxy(raw, operation.after);
}

async function sensorStanding(
  machine: Machine,
  { wrote }: Begun,
  { before, after }: Extract<Operation, { kind: 'sensor' }>,
  backup: Uint8Array | null,
): Promise<Standing> {
  const file = await machine.sensor.read();
  if (file.state === 'unreadable') return { at: 'unreadable', win32: file.win32 };
  if (file.state !== 'read') return { at: 'changed' };
  const now = sha256(file.bytes);
  if (now === before.sha256) return { at: 'before' };
  const planned = backup === null ? null : withPlannedProxy(backup, after, null);
  if (now === wrote || (planned !== null && now === sha256(planned))) return { at: 'after' };
  if (isPlanned(proxyOf(file.bytes), after))
    return { at: differsInProxy(file.bytes, backup) ? 'after' : 'after-elsewhere' };
  return { at: backup !== null && hasSamePart(file.bytes, backup) ? 'before' : 'changed' };
}

/** Whether a file is the one from before but for its proxy part, so that putting that back makes it whole. */
function differsInProxy(bytes: Uint8Array, backup: Uint8Array | null): boolean {
  const [now, before] = [utf8Text(bytes), backup === null ? null : utf8Text(backup)];
  if (now === null || before === null) return false;
  const part = proxyPartOf(before);
  const restored = part.state === 'ok' ? withProxyPart(now, part.part) : part;
  return restored.state === 'ok' && restored.text === before;
}

function hasSamePart(a: Uint8Array, b: Uint8Array): boolean {
  const parts = [a, b].map((bytes) => {
    const text = utf8Text(bytes);
    return text === null ? null : proxyPartOf(text);
  });
  const [one, other] = parts;
  return one?.state === 'ok' && other?.state === 'ok' && one.part === other.part;
}
