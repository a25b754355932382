// Signs Windows executables with the certificate of the environment; without one it does nothing, and the build is
// marked as unsigned. electron-builder calls it for what it packs, makensis for the installer and the uninstaller.
//
//   node scripts/dist-sign.mjs FILE
//
// WIN_CSC_LINK (or CSC_LINK): path of a PKCS #12 file, or its content in Base64
// WIN_CSC_KEY_PASSWORD (or CSC_KEY_PASSWORD): its password
// TIMESTAMP_URL: an RFC 3161 server; `none` for a signature that ends with the certificate
// SIGNTOOL_PATH: signtool.exe on Windows; elsewhere osslsigncode is used

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const description = 'Defender Proxy Wizard';

/** The certificate that the environment names: its file or its bytes, and its password. Null where there is none. */
export function certificate(env = process.env) {
  const link = env.WIN_CSC_LINK || env.CSC_LINK || '';
  if (link === '') return null;
  const password = env.WIN_CSC_KEY_PASSWORD ?? env.CSC_KEY_PASSWORD ?? '';
  if (existsSync(link)) return { bytes: readFileSync(link), password };
  const bytes = Buffer.from(link, 'base64');
  const sequence = 0x30; // how every PKCS #12 file begins
  if (bytes[0] !== sequence)
    throw new Error('WIN_CSC_LINK is neither a file that is there nor a certificate in Base64');
  return { bytes, password };
}

/** Signs one file in its place; false where there is no certificate. */
export function signFile(file, env = process.env) {
  const found = certificate(env);
  if (found === null) return false;
  // SECURITY: key and password lie in a folder of our own for as long as the tool runs, and not on its command line.
  const work = mkdtempSync(path.join(os.tmpdir(), 'sign-'));
  try {
    const key = path.join(work, 'certificate.pfx');
    writeFileSync(key, found.bytes, { mode: 0o600 });
    const timestamp = env.TIMESTAMP_URL ?? 'http://timestamp.digicert.com';
    if (process.platform === 'win32') signtool(file, key, found.password, timestamp, env);
    else osslsigncode(file, key, found.password, timestamp, work);
    return true;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function osslsigncode(file, key, password, timestamp, work) {
  const secret = path.join(work, 'password');
  writeFileSync(secret, password, { mode: 0o600 });
  const signed = path.join(work, 'signed');
  const stamp = timestamp === 'none' ? [] : ['-ts', timestamp];
  const identity = ['-pkcs12', key, '-readpass', secret, '-h', 'sha256', '-n', description];
  run('osslsigncode', ['sign', ...identity, ...stamp, '-in', file, '-out', signed]);
  writeFileSync(file, readFileSync(signed));
}

/** signtool has no other way to take a password than its command line, which only this account can read. */
function signtool(file, key, password, timestamp, env) {
  const stamp = timestamp === 'none' ? [] : ['/tr', timestamp, '/td', 'sha256'];
  run(env.SIGNTOOL_PATH ?? 'signtool', [
    'sign',
    '/f',
    key,
    '/p',
    password,
    '/fd',
    'sha256',
    '/d',
    description,
    ...stamp,
    file,
  ]);
}

function run(command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${command} ended with ${status ?? error?.message}: ${stdout ?? ''}${stderr ?? ''}`);
}

/** Whether a PE file carries a signature at all: its certificate table is not empty. */
export function isSigned(file) {
  const head = Buffer.alloc(4096);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  const header = head.readUInt32LE(0x3c);
  if (head.toString('latin1', 0, 2) !== 'MZ' || head.readUInt32LE(header) !== 0x4550) return false;
  const optional = header + 24;
  const directories = optional + (head.readUInt16LE(optional) === 0x20b ? 112 : 96);
  const certificateTable = directories + 4 * 8;
  return head.readUInt32LE(certificateTable + 4) > 0;
}

/** What electron-builder calls for each file. */
export const sign = async ({ path: file }) => {
  signFile(file);
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2];
  if (file === undefined) throw new Error('which file?');
  console.log(signFile(file) ? `signed ${path.basename(file)}` : `left ${path.basename(file)} unsigned`);
}
