import { constants, type KeyObject, publicEncrypt, X509Certificate } from 'node:crypto';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { SealedPassword } from '../core/plan/sealed-password.ts';
import type { Machine } from '../machine/machine.ts';

/** The bytes that RSA-OAEP with SHA-256 takes for itself: two hashes and two more (RFC 8017, section 7.1.1). */
const paddingBytes = 66;

const cannot = (why: Extract<Problem, { kind: 'cannot-seal' }>['why'], win32 = 0) =>
  fail({ kind: 'cannot-seal', why, win32 });

/**
 * Seals a password for the sensor's own certificate, which is named by its SHA-1, in the very process in which it was typed. SECURITY: the clear text
 * goes nowhere else, and its bytes are wiped; who seals it keeps nothing but what is returned.
 */
export async function sealPassword(
  machine: Machine,
  thumbprint: string,
  password: string,
): Promise<Result<SealedPassword>> {
  const found = await machine.sensor.certificate(thumbprint);
  switch (found.state) {
    case 'missing':
      return cannot('certificate-missing');
    case 'unreadable':
      return cannot('certificate-unreadable', found.win32);
    case 'found': {
      const sealed = sealedFor(found.der, password);
      return sealed.ok ? ok({ encryptedBytes: sealed.value, thumbprint }) : sealed;
    }
    default:
      return found satisfies never;
  }
}

/** UTF-16LE, RSA-OAEP with SHA-256, base64: as the sensor's own installer stores it. */
function sealedFor(der: Uint8Array, password: string): Result<string> {
  if (password === '') return fail({ kind: 'password-unusable', why: 'empty', longest: null });
  const key = rsaKeyOf(der);
  if (key === null) return cannot('not-rsa');
  const longest = Math.floor(((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - paddingBytes) / 2);
  if (password.length > longest) return fail({ kind: 'password-unusable', why: 'too-long', longest });
  const clear = Buffer.from(password, 'utf16le');
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return ok(publicEncrypt({ key, padding, oaepHash: 'sha256' }, clear).toString('base64'));
  } finally {
    clear.fill(0);
  }
}

function rsaKeyOf(der: Uint8Array): KeyObject | null {
  try {
    const key = new X509Certificate(der).publicKey;
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null; // not a certificate, or with a key that this library does not know
  }
}
