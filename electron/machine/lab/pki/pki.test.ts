import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authorities, authorityIds } from './authorities.ts';
import { openPki, type Pki } from './pki.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lab-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function pki(): Promise<Pki> {
  const opened = await openPki(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

test('the first authorities take less than 1.5 s of two processors', async () => {
  const before = process.cpuUsage();
  await pki();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2 * 1500);
});

test('every authority is issued and signed by the one it names, for a short time around now', async () => {
  const made = await pki();
  for (const id of authorityIds) {
    const own = new X509Certificate(made.certificate(id));
    const above = new X509Certificate(made.certificate(authorities[id].issuer ?? id));
    expect(own.subject).toContain(`CN=${authorities[id].cn}`);
    expect(own.ca).toBe(true);
    expect(own.checkIssued(above) && own.verify(above.publicKey)).toBe(true);
    const days = (Date.parse(own.validTo) - Date.parse(own.validFrom)) / 86_400_000;
    expect(days).toBe(90);
    expect(Date.parse(own.validFrom)).toBeLessThan(Date.now());
  }
});

test('a server certificate has the wildcard of its name, an issuer address and a key of its own', async () => {
  const made = await pki();
  const pem = made.server('Contoso-CorpSensorApi.atp.azure.com', 'microsoft-tls-g2-rsa-ca-ocsp-04');
  const leaf = new X509Certificate(pem);
  expect(leaf.subjectAltName).toBe('DNS:*.atp.azure.com');
  expect(leaf.infoAccess).toContain(authorities['microsoft-tls-g2-rsa-ca-ocsp-04'].certificateUrl);
  expect(leaf.ca).toBe(false);
  expect(new X509Certificate(made.server('contoso.com', 'contoso-proxy-inspection-ca')).subjectAltName).toBe(
    'DNS:contoso.com',
  );
});

test('a second opening reads what is there and issues the very same certificates', async () => {
  const [first, second] = [await pki(), await pki()];
  expect(authorityIds.map(second.certificate)).toEqual(authorityIds.map(first.certificate));
  const host = 'edr-eus3.us.endpoint.security.microsoft.com';
  const issue = (made: Pki) => made.server(host, 'microsoft-secure-server-ca-2011');
  expect(issue(second)).toBe(issue(first));
});

test('authorities that end soon are made anew', async () => {
  const before = (await pki()).certificate('digicert-global-root-g2');
  const file = path.join(folder, 'pki', 'pki.json');
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), notAfter: soon }));
  const after = (await pki()).certificate('digicert-global-root-g2');
  expect(Date.parse(new X509Certificate(after).validTo)).toBeGreaterThan(Date.parse(soon));
  expect(before).toContain('BEGIN CERTIFICATE');
  expect(await readdir(folder)).toEqual(['pki']);
});

test('keys are for the owner only', async () => {
  await pki();
  for (const name of (await readdir(path.join(folder, 'pki'))).filter((file) => file.endsWith('.key')))
    expect((await stat(path.join(folder, 'pki', name))).mode & 0o077).toBe(0);
});

test.each([
  ['server.key', 'not a key'],
  ['pki.json', '{'],
  ['pki.json', '{"schema":2}'],
  ['issuing.key', 'x'.repeat(20_000)],
])('a spoilt %s is a problem, not a guess', async (name, content) => {
  await pki();
  const file = path.join(folder, 'pki', name);
  await chmod(file, 0o600);
  await writeFile(file, content);
  expect(await openPki(folder)).toMatchObject({ ok: false, problem: { file: 'lab' } });
});
