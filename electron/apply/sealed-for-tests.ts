import { constants, privateDecrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseSensorConfiguration } from '../core/codecs/sensor-configuration.ts';
import type { SealedPassword } from '../core/plan/sealed-password.ts';
import { utf8Text } from '../disk/utf8-text.ts';
import type { Machine } from '../machine/machine.ts';
import { sealPassword } from './seal-password.ts';

/** For tests only: a password sealed for the sensor of a lab. */
export async function passwordFor(machine: Machine, password: string): Promise<SealedPassword> {
  const file = await machine.sensor.read();
  const text = file.state === 'read' ? utf8Text(file.bytes) : null;
  const parsed = text === null ? null : parseSensorConfiguration(text);
  if (parsed?.state !== 'ok' || parsed.certificateThumbprint === null) throw new Error('no sensor to seal for');
  const sealed = await sealPassword(machine, parsed.certificateThumbprint, password);
  if (!sealed.ok) throw new Error(JSON.stringify(sealed.problem));
  return sealed.value;
}

/** For tests only: opens what was sealed, as the sensor would, by the private key of a lab's certificate. */
export async function openedIn(labFolder: string, encryptedBytes: string): Promise<string> {
  const key = await readFile(path.join(labFolder, 'sensor/private-key.pem'), 'utf8');
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const clear = privateDecrypt({ key, padding, oaepHash: 'sha256' }, Buffer.from(encryptedBytes, 'base64'));
  return clear.toString('utf16le');
}
