import { binaryImage } from '../codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Reading } from '../settings/reading.ts';
import type { Operation, SensorAfter } from './operation.ts';
import type { Readings, SensorProxy, SensorReading } from './snapshot.ts';

/**
 * The machine as it would be read once every operation is done. Two things are not known before and are stand-ins:
 * WinHTTP's own bytes (in the form in which netsh writes them) and the hash of the sensor's file (that of before).
 */
export function readingsAfter(readings: Readings, operations: readonly Operation[]): Readings {
  return operations.reduce(afterOne, readings);
}

function afterOne(readings: Readings, operation: Operation): Readings {
  switch (operation.kind) {
    case 'value':
      return withReading(readings, operation.value, operation.after);
    case 'winhttp':
      return withReading(readings, 'winhttp.machine', binaryImage(encodeWinHttpSettings(operation.after)));
    case 'winhttp-32':
      return withReading(readings, 'winhttp.machine32', readings.settings['winhttp.machine'].reading);
    case 'sensor':
      return { ...readings, sensor: withProxy(readings.sensor, operation.after) };
    case 'restart':
      return readings;
    default:
      return operation satisfies never;
  }
}

function withReading(readings: Readings, id: ValueId, reading: Reading): Readings {
  const setting = { ...readings.settings[id], reading };
  return { ...readings, settings: { ...readings.settings, [id]: setting } };
}

function withProxy(sensor: SensorReading, after: SensorAfter): SensorReading {
  return sensor.state === 'read' ? { ...sensor, proxy: proxyAfter(sensor.proxy, after) } : sensor;
}

/** The sensor's proxy once the operation is done. */
export function proxyAfter(before: SensorProxy | null, after: SensorAfter): SensorProxy | null {
  if (after === null) return null;
  const { url, signIn } = after;
  switch (signIn.kind) {
    case 'keep':
      return { userName: null, passwordStored: false, ...before, url };
    case 'none':
      return { url, userName: null, passwordStored: false };
    case 'sealed':
    case 'ask':
      return { url, userName: signIn.user, passwordStored: true };
    default:
      return signIn satisfies never;
  }
}
