import { z } from '../zod.ts';
import type { SensorAfter } from './operation.ts';
import type { Plan } from './plan.ts';
import { fail, ok, type Result } from './result.ts';
import { type SensorReading, Thumbprint } from './snapshot.ts';

/**
 * A proxy password as the sensor stores it: UTF-16LE, RSA-OAEP with SHA-256 under the public key of the sensor's own
 * certificate, base64. Only who may use that certificate's private key on that server can open it. It lies beside a
 * plan in a file of its own, and the plan carries the SHA-256 of that file's bytes.
 */
export const SealedPassword = z.strictObject({
  encryptedBytes: z.base64().min(4).max(4096),
  thumbprint: Thumbprint,
});
export type SealedPassword = z.infer<typeof SealedPassword>;

/** Largest file of a sealed password that is read, in bytes. */
export const sealedFileLimit = 8 * 1024;

/** How a plan lets the sensor sign in to its proxy; undefined where it does not touch the sensor's proxy. */
export function plannedSignIn({
  operations,
}: Pick<Plan, 'operations'>): NonNullable<SensorAfter>['signIn'] | undefined {
  return operations.find((operation) => operation.kind === 'sensor')?.after?.signIn;
}

/** Where the sealed password of a plan lies: beside its file. */
export const sealedPathOf = (planPath: string): string => `${planPath}.sealed`;

/** The certificate for which a password has to be sealed, as a file names it. */
export function thumbprintFor(named: string | null): Result<string> {
  return named === null ? fail({ kind: 'cannot-seal', why: 'no-certificate-named', win32: 0 }) : ok(named);
}

/** The same of a sensor as it was detected. */
export function thumbprintOf(sensor: SensorReading): Result<string> {
  if (sensor.state === 'read') return thumbprintFor(sensor.thumbprint);
  const win32 = sensor.state === 'unreadable' ? sensor.win32 : 0;
  return fail({ kind: 'cannot-seal', why: 'sensor-not-read', win32 });
}
