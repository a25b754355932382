import { parseSensorConfiguration, type WrittenSignIn, withSensorProxy } from '../core/codecs/sensor-configuration.ts';
import { proxyAfter } from '../core/plan/after.ts';
import type { SensorAfter } from '../core/plan/operation.ts';
import type { SealedPassword } from '../core/plan/sealed-password.ts';
import type { SensorProxy } from '../core/plan/snapshot.ts';
import { utf8Text } from '../disk/utf8-text.ts';

/**
 * The bytes with the operation's proxy in place; null where the file is not one that can be edited, and where the
 * operation gives a password that is not known here.
 */
export function withPlannedProxy(
  bytes: Uint8Array,
  after: SensorAfter,
  password: SealedPassword | null,
): Uint8Array | null {
  const text = utf8Text(bytes);
  const signIn = after === null ? null : written(after.signIn, password);
  if (text === null || (after !== null && signIn === null)) return null;
  const edited = withSensorProxy(text, after === null || signIn === null ? null : { url: after.url, signIn });
  return edited.state === 'ok' ? new TextEncoder().encode(edited.text) : null;
}

function written(signIn: NonNullable<SensorAfter>['signIn'], password: SealedPassword | null): WrittenSignIn | null {
  if (signIn.kind === 'keep' || signIn.kind === 'none') return signIn;
  return password === null ? null : { kind: 'as', user: signIn.user, password };
}

/** The proxy part of the file as it may be shown; undefined where the file is malformed. */
export function proxyOf(bytes: Uint8Array): SensorProxy | null | undefined {
  const text = utf8Text(bytes);
  const parsed = text === null ? null : parseSensorConfiguration(text);
  return parsed?.state === 'ok' ? parsed.proxy : undefined;
}

/** Whether a proxy part says what the operation wants; which password is stored is not compared. */
export function isPlanned(proxy: SensorProxy | null | undefined, after: SensorAfter): boolean {
  if (proxy === undefined) return false;
  const wanted = proxyAfter(proxy, after);
  if (proxy === null || wanted === null) return proxy === wanted;
  return (
    proxy.url === wanted.url && proxy.userName === wanted.userName && proxy.passwordStored === wanted.passwordStored
  );
}
