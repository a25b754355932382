import assert from 'node:assert/strict';
import { constants, createHash, privateDecrypt } from 'node:crypto';
import { after, test } from 'node:test';
import { sealPassword } from '../../electron/apply/seal-password.ts';
import { ecServer } from '../../electron/machine/lab/ec-certificates-for-tests.ts';
import type { Machine } from '../../electron/machine/machine.ts';
import { personalCertificate } from '../../electron/machine/windows/sensor-certificate.ts';
import { sensorStore } from '../../electron/machine/windows/sensor-store.ts';
import { issue } from '../../electron/probe/runtime/throwaway-certificates.ts';
import { keepPersonal } from './trusted-root.ts';

const sensor = issue({ cn: 'Azure ATP Sensor', issuer: null, names: [] });
const other = issue({ cn: 'Contoso Web', issuer: null, names: [] });
const thumbprint = (der: Uint8Array) => createHash('sha1').update(der).digest('hex').toUpperCase();

const removals: (() => void)[] = [];
after(() => {
  for (const remove of removals) remove();
});

test('a computer whose personal store was never used has no certificate', () => {
  assert.deepEqual(personalCertificate(thumbprint(sensor.der)), { state: 'missing' });
});

test('the certificate is found by its thumbprint, in capitals or not, beside others', () => {
  for (const der of [other.der, sensor.der, ecServer]) removals.push(keepPersonal(der));
  for (const spelt of [thumbprint(sensor.der), thumbprint(sensor.der).toLowerCase()]) {
    const found = personalCertificate(spelt);
    assert.equal(found.state, 'found');
    if (found.state === 'found') assert.deepEqual(Buffer.from(found.der), Buffer.from(sensor.der));
  }
  assert.deepEqual(personalCertificate('AB'.repeat(20)), { state: 'missing' });
});

// Nothing but the sensor's store is asked for.
const machine = { sensor: sensorStore() } as unknown as Machine;

test('a password sealed for it is opened by its private key, as UTF-16LE', async () => {
  const sealed = await sealPassword(machine, thumbprint(sensor.der), 'P4ssword äß€');
  assert.ok(sealed.ok, JSON.stringify(sealed));
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const bytes = Buffer.from(sealed.value.encryptedBytes, 'base64');
  const clear = privateDecrypt({ key: sensor.key, padding, oaepHash: 'sha256' }, bytes);
  assert.equal(clear.toString('utf16le'), 'P4ssword äß€');
  assert.equal(sealed.value.thumbprint, thumbprint(sensor.der));
});

test('a certificate without an RSA key, and one that is not there, are told apart', async () => {
  const why = async (named: string) => {
    const sealed = await sealPassword(machine, named, 'x');
    return sealed.ok || sealed.problem.kind !== 'cannot-seal' ? sealed : sealed.problem.why;
  };
  assert.equal(await why(thumbprint(ecServer)), 'not-rsa');
  assert.equal(await why('AB'.repeat(20)), 'certificate-missing');
});
