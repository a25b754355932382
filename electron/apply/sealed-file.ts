import { rm } from 'node:fs/promises';
import { parseSensorConfiguration } from '../core/codecs/sensor-configuration.ts';
import { parseFile } from '../core/plan/parse-file.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import {
  plannedSignIn,
  SealedPassword,
  sealedFileLimit,
  sealedPathOf,
  thumbprintFor,
} from '../core/plan/sealed-password.ts';
import type { Sha256 } from '../core/settings/reading.ts';
import { readCapped } from '../disk/read-capped.ts';
import { decoded } from '../disk/read-json.ts';
import { sha256 } from '../disk/sha256.ts';
import { utf8Text } from '../disk/utf8-text.ts';
import type { Machine } from '../machine/machine.ts';
import { sealPassword } from './seal-password.ts';

/** Asks a person for the password of this user and returns what was typed. */
export type AskPassword = (user: string) => Promise<Result<string>>;

/** The file of a sealed password: its bytes, and the hash by which a plan names them. */
export interface SealedFile {
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
}

export function sealedFile(password: SealedPassword): SealedFile {
  const bytes = new TextEncoder().encode(JSON.stringify(password));
  return { bytes, sha256: sha256(bytes) };
}

/**
 * The password that a plan gives to the sensor, null where it gives none: out of the file beside the plan, or asked for
 * and sealed at once. Call it before anything is written.
 */
export async function plannedPassword(
  machine: Machine,
  plan: Plan,
  planPath: string,
  ask: AskPassword | null,
): Promise<Result<SealedPassword | null>> {
  const signIn = plannedSignIn(plan);
  switch (signIn?.kind) {
    case 'sealed':
      return readSealed(machine, sealedPathOf(planPath), signIn.sha256);
    case 'ask': {
      if (ask === null) return fail({ kind: 'password-not-askable' });
      const thumbprint = await thumbprintNow(machine);
      if (!thumbprint.ok) return thumbprint;
      const typed = await ask(signIn.user);
      return typed.ok ? sealPassword(machine, thumbprint.value, typed.value) : typed;
    }
    case 'keep':
    case 'none':
    case undefined:
      return ok(null);
    default:
      return signIn satisfies never;
  }
}

/** SECURITY: opened once; hash and content are judged on those same bytes. */
async function readSealed(machine: Machine, file: string, expected: Sha256): Promise<Result<SealedPassword>> {
  const bytes = await readCapped(file, sealedFileLimit, 'sealed-password');
  if (!bytes.ok) return bytes;
  if (sha256(bytes.value) !== expected) return fail({ kind: 'sealed-tampered' });
  const text = decoded(bytes.value, 'sealed-password');
  const password = text.ok ? parseFile(SealedPassword, 'sealed-password', text.value) : text;
  if (!password.ok) return password;
  const named = await thumbprintNow(machine);
  // What names no certificate now is found to differ from the plan's a moment later.
  const same = !named.ok || named.value.toLowerCase() === password.value.thumbprint.toLowerCase();
  return same ? password : fail({ kind: 'sealed-for-another' });
}

/** The certificate that the sensor's file names at this moment. */
async function thumbprintNow(machine: Machine): Promise<Result<string>> {
  const file = await machine.sensor.read();
  const text = file.state === 'read' ? utf8Text(file.bytes) : null;
  const parsed = text === null ? null : parseSensorConfiguration(text);
  if (parsed?.state === 'ok') return thumbprintFor(parsed.certificateThumbprint);
  return fail({ kind: 'cannot-seal', why: 'sensor-not-read', win32: file.state === 'unreadable' ? file.win32 : 0 });
}

/** Takes the file away once its plan is used. A file that cannot be removed holds nothing that others can open. */
export async function removeSealed(planPath: string): Promise<void> {
  await rm(sealedPathOf(planPath), { force: true }).catch(() => undefined);
}
