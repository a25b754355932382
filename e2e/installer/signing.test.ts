import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import forge from 'node-forge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificate, isSigned, signFile } from '../../scripts/dist-sign.mjs';
import { artifact, packed, root } from './release.ts';
import { place, wineComputer } from './wine-computer.ts';

/** A release that is signed, with a certificate of an authority that is made here and forgotten afterwards. */

const password = 'correct horse ünd "staple"';
let work = '';
let authority = '';
let key = '';

beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'signing-'));
  const pair = forge.pki.rsa.generateKeyPair(2048);
  const made = forge.pki.createCertificate();
  made.publicKey = pair.publicKey;
  made.serialNumber = '01';
  made.validity.notBefore = new Date(Date.now() - 86_400_000);
  made.validity.notAfter = new Date(Date.now() + 86_400_000);
  const name = [{ name: 'commonName', value: 'Contoso code signing' }];
  made.setSubject(name);
  made.setIssuer(name);
  made.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
    { name: 'extKeyUsage', codeSigning: true },
  ]);
  made.sign(pair.privateKey, forge.md.sha256.create());
  authority = path.join(work, 'authority.pem');
  writeFileSync(authority, forge.pki.certificateToPem(made));
  key = path.join(work, 'certificate.pfx');
  const pfx = forge.pkcs12.toPkcs12Asn1(pair.privateKey, [made], password, { algorithm: '3des' });
  writeFileSync(key, Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'latin1'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const environment = () => ({ WIN_CSC_LINK: key, WIN_CSC_KEY_PASSWORD: password, TIMESTAMP_URL: 'none' });

/** What osslsigncode, which is not ours, says of a file. */
function signer(file: string): string {
  const { stdout } = spawnSync('osslsigncode', ['verify', '-CAfile', authority, '-in', file], { encoding: 'utf8' });
  return /Signature verification: ok/.test(stdout) ? (/Subject: (.*)/.exec(stdout)?.[1] ?? 'nobody') : stdout;
}

test('with a certificate in the environment all of ours is signed: wizard, console program, module, both installers', () => {
  const output = path.join(root, 'out/release-signed');
  const made = spawnSync(process.execPath, ['scripts/dist.mjs', '--stand-in', '--fast', `--output=${output}`], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment(), NODE_ENV: '' },
  });
  expect(made.stderr.slice(-2000) + made.stdout.slice(-2000)).not.toContain('Error');
  const setup = artifact('-setup.exe', output);
  const computer = wineComputer();
  try {
    expect(computer.run(`Z:${setup}`, '/S').code).toBe(0);
    const names = [
      'Defender Proxy Wizard.exe',
      'console/defender-proxy.exe',
      'console/native/koffi.node',
      'Uninstall.exe',
    ];
    for (const file of [setup, ...names.map((name) => path.join(computer.drive(place), name))])
      expect(signer(file), file).toContain('Contoso code signing');
    // A signature must not break what it signs.
    expect(computer.run(`${place}\\console\\defender-proxy.exe`, '--version').code).toBe(0);
  } finally {
    computer.close();
  }
  for (const name of readdirSync(output)) expect(name).not.toContain('unsigned');
  expect(JSON.parse(readFileSync(artifact('.provenance.json', output), 'utf8'))).toMatchObject({ signed: true });
  rmSync(output, { recursive: true });
});

test('a file that was altered after it was signed is known', () => {
  const file = path.join(work, 'koffi.node');
  writeFileSync(file, readFileSync(path.join(packed, 'console/native/koffi.node')));
  expect(isSigned(file)).toBe(false);
  expect(signFile(file, environment())).toBe(true);
  expect([isSigned(file), signer(file).includes('Contoso code signing')]).toEqual([true, true]);
  const bytes = readFileSync(file);
  bytes[4096] = (bytes[4096] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(signer(file)).not.toContain('Contoso code signing');
});

test('the certificate may be given as text, and a password that is wrong is a fault', () => {
  const text = readFileSync(key).toString('base64');
  expect(certificate({ CSC_LINK: text, CSC_KEY_PASSWORD: password })?.bytes.equals(readFileSync(key))).toBe(true);
  expect(certificate({})).toBe(null);
  expect(() => certificate({ WIN_CSC_LINK: 'no such file' })).toThrow('neither a file');
  const file = path.join(work, 'other.node');
  writeFileSync(file, readFileSync(path.join(packed, 'console/native/koffi.node')));
  expect(() => signFile(file, { ...environment(), WIN_CSC_KEY_PASSWORD: 'wrong' })).toThrow('osslsigncode');
});

test('without a certificate nothing is signed and nothing fails', () => {
  const file = path.join(packed, 'console/native/koffi.node');
  expect([signFile(file, {}), isSigned(file)]).toEqual([false, false]);
});
