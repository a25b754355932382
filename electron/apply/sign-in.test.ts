import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SensorAfter } from '../core/plan/operation.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok } from '../core/plan/result.ts';
import { sealedFileLimit, sealedPathOf } from '../core/plan/sealed-password.ts';
import { ecRoot } from '../machine/lab/ec-certificates-for-tests.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { issueAuthority } from '../machine/lab/pki/issue.ts';
import type { Machine } from '../machine/machine.ts';
import { type ApplyRequest, apply } from './apply.ts';
import { planFile, planOf } from './plan-for-tests.ts';
import { stateOf } from './scene-for-tests.ts';
import { sealPassword } from './seal-password.ts';
import { sealedFile } from './sealed-file.ts';
import { openedIn, passwordFor } from './sealed-for-tests.ts';
import { undo } from './undo.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'sign-in-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const now = () => new Date('2026-11-20T09:00:00.000Z');
const labFolder = () => path.join(base, 'lab');
const planPath = () => path.join(base, 'plan.json');
const beside = () => sealedPathOf(planPath());
const url = 'http://proxy.contoso.com:8080';
const user = 'CONTOSO\\svcProxy';
/** Nothing else of a lab looks like it, in any of the forms in which bytes are written. */
const secret = 'Pl4nted-S3cret äß€😀';

async function lab(scenario = 'sensor-v2'): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario, stateDir: labFolder(), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

type SignIn = NonNullable<SensorAfter>['signIn'];

async function saved(machine: Machine, signIn: SignIn): Promise<{ readonly plan: Plan; readonly digest: string }> {
  const plan = await planOf(machine, [{ kind: 'sensor', after: { url, signIn } }]);
  const { bytes, digest } = planFile(plan);
  await writeFile(planPath(), bytes);
  return { plan, digest };
}

/** A plan with the password beside it. */
async function sealedPlan(machine: Machine, password = secret) {
  const file = sealedFile(await passwordFor(machine, password));
  await writeFile(beside(), file.bytes);
  return saved(machine, { kind: 'sealed', user, sha256: file.sha256 });
}

const run = (machine: Machine, digest: string, askPassword: ApplyRequest['askPassword'] = null) =>
  apply({ machine, planPath: planPath(), digest, now, pid: process.pid, askPassword });

/** The proxy part of the sensor's file as it stands. */
async function proxyPart(machine: Machine) {
  const file = await machine.sensor.read();
  if (file.state !== 'read') throw new Error(file.state);
  return JSON.parse(Buffer.from(file.bytes).toString('utf8')).SensorProxyConfiguration;
}

/** Applies, and proves that nothing was written: neither to the machine nor as a run. */
async function refused(machine: Machine, digest: string, askPassword?: ApplyRequest['askPassword']) {
  const start = await stateOf(machine, labFolder());
  const answer = await run(machine, digest, askPassword);
  expect(await stateOf(machine, labFolder())).toEqual(start);
  const runs = await readdir(path.join(labFolder(), 'protected/runs')).catch(() => []);
  expect(runs.filter((name) => !name.startsWith('lock.'))).toEqual([]);
  if (answer.ok) throw new Error('not refused');
  return answer.problem;
}

test('a sealed password is written as the sensor stores it, and only its own key opens it', async () => {
  const machine = await lab();
  const { digest } = await sealedPlan(machine);
  expect(await run(machine, digest)).toMatchObject({ ok: true, value: { state: 'applied' } });
  const part = await proxyPart(machine);
  const { raw } = new X509Certificate(await readFile(path.join(labFolder(), 'sensor/certificate.pem')));
  expect(JSON.stringify(part)).toBe(
    JSON.stringify({
      $type: 'SensorProxyConfiguration',
      Url: url,
      UserName: user,
      EncryptedUserPasswordData: {
        $type: 'EncryptedData',
        EncryptedBytes: part.EncryptedUserPasswordData.EncryptedBytes,
        SecretVersion: null,
        CertificateThumbprint: createHash('sha1').update(raw).digest('hex').toUpperCase(),
      },
    }),
  );
  expect(await openedIn(labFolder(), part.EncryptedUserPasswordData.EncryptedBytes)).toBe(secret);
});

test('the file beside the plan is taken away once the plan is used, and undo brings back the exact start', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const { plan, digest } = await sealedPlan(machine);
  await run(machine, digest);
  expect(await readdir(base)).not.toContain(path.basename(beside()));
  const undone = await undo({ machine, run: plan.id, now, pid: process.pid });
  expect(undone).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(JSON.stringify(undone)).not.toContain('proxyPartOnly');
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a stored sign-in is replaced, taken away and kept, and each time put back to the byte', async () => {
  const machine = await lab('proxy-407');
  const start = await stateOf(machine, labFolder());
  const before = await proxyPart(machine);
  const wishes: readonly [SignIn, (part: Record<string, unknown>) => void][] = [
    [{ kind: 'keep' }, (part) => expect(part).toEqual({ ...before, Url: url })],
    [{ kind: 'none' }, (part) => expect(part).toEqual({ $type: 'SensorProxyConfiguration', Url: url })],
  ];
  for (const [signIn, check] of wishes) {
    const { plan, digest } = await saved(machine, signIn);
    expect(await run(machine, digest)).toMatchObject({ ok: true, value: { state: 'applied' } });
    check(await proxyPart(machine));
    await undo({ machine, run: plan.id, now, pid: process.pid });
    expect(await stateOf(machine, labFolder())).toEqual(start);
  }
  const { plan, digest } = await sealedPlan(machine);
  expect(await run(machine, digest)).toMatchObject({ ok: true, value: { state: 'applied' } });
  const { EncryptedUserPasswordData: data } = await proxyPart(machine);
  expect(await openedIn(labFolder(), data.EncryptedBytes)).toBe(secret);
  await undo({ machine, run: plan.id, now, pid: process.pid });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a password that is missing, altered or larger than any is a problem of its own, and nothing is changed', async () => {
  const machine = await lab();
  const { digest } = await sealedPlan(machine);
  const right = await readFile(beside(), 'utf8');
  await rm(beside());
  expect(await refused(machine, digest)).toEqual({ kind: 'file-missing', file: 'sealed-password', path: beside() });
  await writeFile(beside(), ` ${right}`);
  expect(await refused(machine, digest)).toEqual({ kind: 'sealed-tampered' });
  await writeFile(beside(), sealedFile(await passwordFor(machine, 'another')).bytes);
  expect(await refused(machine, digest)).toEqual({ kind: 'sealed-tampered' });
  await writeFile(beside(), ' '.repeat(sealedFileLimit + 1));
  expect(await refused(machine, digest)).toMatchObject({ kind: 'file-too-large', file: 'sealed-password' });
  await writeFile(beside(), right);
  expect(await run(machine, digest)).toMatchObject({ ok: true, value: { state: 'applied' } });
});

test.each([
  ['with a field more', (right: object) => JSON.stringify({ ...right, password: 'x' }), 'bad-field'],
  ['without its thumbprint', (right: object) => JSON.stringify({ ...right, thumbprint: undefined }), 'bad-field'],
  ['whose bytes are not base64', (right: object) => JSON.stringify({ ...right, encryptedBytes: 'a"b' }), 'bad-field'],
  ['that is no JSON', () => '{', 'file-not-json'],
])('a file %s is refused although the plan names its hash', async (_, content, kind) => {
  const machine = await lab();
  const bytes = Buffer.from(content(await passwordFor(machine, secret)));
  await writeFile(beside(), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { digest } = await saved(machine, { kind: 'sealed', user, sha256 });
  expect(await refused(machine, digest)).toMatchObject({ kind, file: 'sealed-password' });
});

test('a password for another certificate than the one that the sensor names is refused', async () => {
  const machine = await lab();
  const file = sealedFile({ ...(await passwordFor(machine, secret)), thumbprint: 'AB'.repeat(20) });
  await writeFile(beside(), file.bytes);
  const { digest } = await saved(machine, { kind: 'sealed', user, sha256: file.sha256 });
  expect(await refused(machine, digest)).toEqual({ kind: 'sealed-for-another' });
});

test('a password that is to be asked for is asked for once, before anything is written', async () => {
  const machine = await lab();
  const { digest } = await saved(machine, { kind: 'ask', user });
  expect(await refused(machine, digest)).toEqual({ kind: 'password-not-askable' });
  const differs = { kind: 'password-unusable', why: 'differs', longest: null } as const;
  expect(await refused(machine, digest, async () => fail(differs))).toEqual(differs);
  const asked: string[] = [];
  const answer = await run(machine, digest, async (whose) => {
    asked.push(whose);
    return ok(secret);
  });
  expect(answer).toMatchObject({ ok: true, value: { state: 'applied' } });
  expect(asked).toEqual([user]);
  const { EncryptedUserPasswordData: data } = await proxyPart(machine);
  expect(await openedIn(labFolder(), data.EncryptedBytes)).toBe(secret);
});

test('nobody is asked where the plan gives no password', async () => {
  const machine = await lab();
  const never = () => Promise.reject(new Error('nobody is asked'));
  const { digest } = await saved(machine, { kind: 'none' });
  expect(await run(machine, digest, never)).toMatchObject({ ok: true });
});

test('a certificate that is gone is told before anything is written', async () => {
  const machine = await lab();
  await rm(path.join(labFolder(), 'sensor/certificate.pem'));
  const asking = await saved(machine, { kind: 'ask', user });
  const problem = { kind: 'cannot-seal', why: 'certificate-missing', win32: 0 };
  expect(await refused(machine, asking.digest, async () => ok(secret))).toEqual(problem);
});

test('what the sensor does not hold after the write is put back', async () => {
  const machine = await lab();
  const { digest } = await sealedPlan(machine);
  // Somebody writes the address without the password.
  const forgetful: Machine = {
    ...machine,
    sensor: {
      ...machine.sensor,
      write: (bytes) =>
        machine.sensor.write(
          Buffer.from(
            Buffer.from(bytes)
              .toString('utf8')
              .replace(/"EncryptedBytes": "[^"]+"/, '"EncryptedBytes": "AAAA"'),
          ),
        ),
    },
  };
  expect(await run(forgetful, digest)).toMatchObject({
    ok: true,
    value: { problem: { cause: { step: 'read-back', target: 'sensor-configuration' } } },
  });
});

test('the password stands nowhere in clear: not in the run, the plan, the lab, or beside them', async () => {
  const machine = await lab();
  const { digest } = await sealedPlan(machine);
  const asked = await readFile(beside());
  await run(machine, digest);
  const names = await readdir(base, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    names.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name))),
  );
  expect(files.length).toBeGreaterThan(8);
  const forms = [
    Buffer.from(secret),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(secret.slice(0, 13)),
    Buffer.from(Buffer.from(secret).toString('base64').slice(0, 16)),
    Buffer.from(Buffer.from(secret, 'utf16le').toString('base64').slice(0, 16)),
    Buffer.from(Buffer.from(secret.slice(0, 13)).toString('hex')),
  ];
  for (const file of [...files, asked]) for (const form of forms) expect(file.includes(form)).toBe(false);
});

const longestFor2048 = 95;
test.each([
  ['nothing', '', { kind: 'password-unusable', why: 'empty', longest: null }],
  [
    'one character more than fits',
    'x'.repeat(longestFor2048 + 1),
    { kind: 'password-unusable', why: 'too-long', longest: longestFor2048 },
  ],
])('refuses to seal %s', async (_, password, problem) => {
  const machine = await lab();
  const { thumbprint } = await passwordFor(machine, 'x');
  expect(await sealPassword(machine, thumbprint, password)).toEqual({ ok: false, problem });
});

test('seals the longest password that fits, and never twice to the same bytes', async () => {
  const machine = await lab();
  const password = 'ä'.repeat(longestFor2048);
  const [one, other] = [await passwordFor(machine, password), await passwordFor(machine, password)];
  expect(one.encryptedBytes).not.toBe(other.encryptedBytes);
  expect(await openedIn(labFolder(), one.encryptedBytes)).toBe(password);
});

const withCertificate = (machine: Machine, found: Awaited<ReturnType<Machine['sensor']['certificate']>>): Machine => ({
  ...machine,
  sensor: { ...machine.sensor, certificate: async () => found },
});

test('says why a certificate cannot be sealed for', async () => {
  const machine = await lab();
  const why = async (found: Awaited<ReturnType<Machine['sensor']['certificate']>>) =>
    sealPassword(withCertificate(machine, found), 'AB'.repeat(20), secret);
  const cannot = (reason: string, win32 = 0) => ({ ok: false, problem: { kind: 'cannot-seal', why: reason, win32 } });
  expect(await why({ state: 'missing' })).toEqual(cannot('certificate-missing'));
  expect(await why({ state: 'unreadable', win32: 5 })).toEqual(cannot('certificate-unreadable', 5));
  expect(await why({ state: 'found', der: Buffer.from('junk') })).toEqual(cannot('not-rsa'));
  expect(await why({ state: 'found', der: ecRoot })).toEqual(cannot('not-rsa'));
});

test('a longer key takes a longer password', async () => {
  const machine = await lab();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const validity = { notBefore: new Date(Date.now() - 1000), notAfter: new Date(Date.now() + 100_000) };
  const pem = issueAuthority({ cn: 'x', organisation: 'x', country: 'US' }, privateKey, validity, null);
  const found = { state: 'found', der: new X509Certificate(pem).raw } as const;
  const seal = (password: string) => sealPassword(withCertificate(machine, found), 'AB'.repeat(20), password);
  expect((await seal('x'.repeat(159))).ok).toBe(true);
  expect(await seal('x'.repeat(160))).toMatchObject({ problem: { why: 'too-long', longest: 159 } });
});
