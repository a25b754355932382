import { createPrivateKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '../../../core/plan/result.ts';
import { z } from '../../../core/zod.ts';
import { readCapped } from '../../../disk/read-capped.ts';
import { replaceFile } from '../../../disk/replace-file.ts';
import { locked } from '../lock.ts';
import { jsonBytes, readStateFile } from '../state-file.ts';
import { type AuthorityId, authorities, authorityIds, type KeyName, keyNames } from './authorities.ts';
import { type Issuer, issueAuthority, issueServer, type Validity } from './issue.ts';
import { namesFor } from './server-names.ts';

/** The throwaway authorities of one lab, kept in `pki/` of its state folder as PEM files. */
export interface Pki {
  readonly certificate: (id: AuthorityId) => string;
  /** A server certificate for a host name, its wildcard where the name has three parts or more. PEM. */
  readonly server: (host: string, issuer: AuthorityId) => string;
  /** The one private key of all server certificates. PEM. */
  readonly serverKey: string;
}

/** Made for the `pki.json` of the folder: when the certificates begin and end. */
const Index = z.strictObject({ schema: z.literal(1), notBefore: z.iso.datetime(), notAfter: z.iso.datetime() });

const fileLimit = 16 * 1024;
const day = 24 * 60 * 60 * 1000;
const lifeDays = 90;
/** Certificates that end sooner are made anew, so that a run never sees them end. */
const reserveDays = 2;

/** Reads the authorities of a state folder; makes them where there are none yet, or none for much longer. */
export function openPki(folder: string): Promise<Result<Pki>> {
  const place = path.join(folder, 'pki');
  return locked(`${place}.lock`, async () => {
    const index = await readStateFile(path.join(place, 'pki.json'), Index, fileLimit);
    if (index.ok && Date.parse(index.value.notAfter) > Date.now() + reserveDays * day) return load(place, index.value);
    if (!index.ok && index.problem.kind !== 'file-missing') return index;
    const validity = newValidity(Date.now());
    const made = await make(place, validity);
    return made.ok ? load(place, validity) : made;
  });
}

type Stamps = z.infer<typeof Index>;

/** Certificates count whole seconds. */
function newValidity(now: number): Stamps {
  const from = Math.floor((now - day) / 1000) * 1000;
  const at = (time: number) => new Date(time).toISOString();
  return { schema: 1, notBefore: at(from), notAfter: at(from + lifeDays * day) };
}

const span = (stamps: Stamps): Validity => ({
  notBefore: new Date(stamps.notBefore),
  notAfter: new Date(stamps.notAfter),
});

async function load(place: string, stamps: Stamps): Promise<Result<Pki>> {
  const texts = new Map<string, string>();
  for (const name of [...authorityIds.map((id) => `${id}.crt`), ...keyNames.map((key) => `${key}.key`)]) {
    const bytes = await readCapped(path.join(place, name), fileLimit, 'lab');
    if (!bytes.ok) return bytes;
    texts.set(name, new TextDecoder().decode(bytes.value));
  }
  const textOf = (name: string) => texts.get(name) ?? '';
  try {
    const keys = new Map(keyNames.map((name) => [name, createPrivateKey(textOf(`${name}.key`))] as const));
    return ok({
      certificate: (id) => textOf(`${id}.crt`),
      serverKey: textOf('server.key'),
      server(host, id) {
        const organisation = id === 'contoso-proxy-inspection-ca' ? 'Contoso Ltd' : 'Microsoft Corporation';
        const issuer = issuerOf(id, textOf(`${id}.crt`), keys);
        return issueServer(namesFor(host), organisation, keyOf(keys, 'server'), span(stamps), issuer);
      },
    });
  } catch {
    return fail({ kind: 'bad-field', file: 'lab', at: 'pki', expected: 'PEM files as the lab made them' });
  }
}

type Keys = ReadonlyMap<KeyName, KeyObject>;

const newKey = promisify(generateKeyPair);
let keysOfProcess: Promise<Keys> | null = null;

/** They guard nothing, so the labs that one process makes share them. */
function throwawayKeys(): Promise<Keys> {
  keysOfProcess ??= Promise.all(
    keyNames.map(async (name) => [name, (await newKey('rsa', { modulusLength: 2048 })).privateKey] as const),
  ).then((pairs) => new Map(pairs));
  return keysOfProcess;
}

async function make(place: string, stamps: Stamps): Promise<Result<null>> {
  const keys = await throwawayKeys();
  const certificates = new Map<AuthorityId, string>();
  for (const id of authorityIds) {
    const { issuer, key } = authorities[id];
    const signer = issuer === null ? null : issuerOf(issuer, certificates.get(issuer) ?? '', keys);
    certificates.set(id, issueAuthority(authorities[id], keyOf(keys, key), span(stamps), signer));
  }
  const files: [string, string][] = [
    ...[...certificates].map(([id, pem]): [string, string] => [`${id}.crt`, pem]),
    ...[...keys].map(([name, key]): [string, string] => [
      `${name}.key`,
      key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ]),
  ];
  return writeAll(place, files, stamps);
}

/** All files beside, then one rename: a process that ends in between leaves no half of an authority. */
async function writeAll(
  place: string,
  files: readonly (readonly [string, string])[],
  stamps: Stamps,
): Promise<Result<null>> {
  const fresh = `${place}.${randomUUID()}.new`;
  await mkdir(fresh, { mode: 0o700 });
  try {
    const bytes = new TextEncoder();
    const written = await Promise.all([
      ...files.map(([name, text]) => replaceFile(path.join(fresh, name), bytes.encode(text))),
      replaceFile(path.join(fresh, 'pki.json'), jsonBytes(stamps)),
    ]);
    const failed = written.find((result) => !result.ok);
    if (failed !== undefined) return failed;
    if ((await readdir(place).catch(() => [])).length > 0) await rename(place, `${fresh}.old`);
    else await rm(place, { recursive: true, force: true });
    await rename(fresh, place);
    return ok(null);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(`${fresh}.old`, { recursive: true, force: true });
  }
}

function issuerOf(id: AuthorityId, certificatePem: string, keys: Keys): Issuer {
  const { key, certificateUrl } = authorities[id];
  return { certificatePem, key: keyOf(keys, key), certificateUrl };
}

function keyOf(keys: Keys, name: KeyName): KeyObject {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`there is a key for every name, also for ${name}`);
  return key;
}
