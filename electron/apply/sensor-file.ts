import { parseSensorConfiguration, withSensorProxy } from '../core/codecs/sensor-configuration.ts';
import type { Operation } from '../core/plan/operation.ts';
import type { SensorProxy } from '../core/plan/snapshot.ts';
import { utf8Text } from '../disk/utf8-text.ts';

type SensorOperation = Extract<Operation, { kind: 'sensor' }>;

/** The bytes with the operation's proxy in place; null where the file is not one that can be edited. */
export function withPlannedProxy(bytes: Uint8Array, after: SensorOperation['after']): Uint8Array | null {
  const text = utf8Text(bytes);
  const edited = text === null ? null : withSensorProxy(text, after);
  return edited?.state === 'ok' ? new TextEncoder().encode(edited.text) : null;
}

/** The proxy part of the file as it may be shown; undefined where the file is malformed. */
export function proxyOf(bytes: Uint8Array): SensorProxy | null | undefined {
  const text = utf8Text(bytes);
  const parsed = text === null ? null : parseSensorConfiguration(text);
  return parsed?.state === 'ok' ? parsed.proxy : undefined;
}

/** Whether a proxy part says what the operation wants; stored credentials are kept and not compared. */
export function isPlanned(proxy: SensorProxy | null | undefined, after: SensorOperation['after']): boolean {
  return proxy !== undefined && (proxy?.url ?? null) === (after?.url ?? null);
}
