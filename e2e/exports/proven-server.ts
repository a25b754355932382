import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { apply } from '../../electron/apply/apply.ts';
import { planFile, planOf, type Wish } from '../../electron/apply/plan-for-tests.ts';
import {
  cleared,
  decodeConnectionSettings,
  encodeConnectionSettings,
  withManualProxy,
} from '../../electron/core/codecs/connection-settings.ts';
import { binaryImage, dwordImage, szImage } from '../../electron/core/codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../../electron/core/codecs/winhttp-settings.ts';
import { exportPlan, type PlanChannel } from '../../electron/core/export/export-plan.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import { entryOf, WritableValueId as Writable, type WritableValueId } from '../../electron/core/settings/catalogue.ts';
import { regType } from '../../electron/core/settings/reading.ts';
import { openLab } from '../../electron/machine/lab/open-lab.ts';
import type { Machine, RawImage } from '../../electron/machine/machine.ts';
import { writeExport } from '../../electron/report/write-export.ts';

/** What stands in a value, in words that every reader of this suite has: its type, and its text, number or bytes. */
export interface Held {
  readonly type: string;
  readonly data: string | number;
}
/** Only what is there; by the paths and names of the registry, such as `HKLM\SOFTWARE\…\ProxyServer`. */
export type Held64 = ReadonlyMap<string, Held>;

/** A server on which a plan was made and applied: what its registry held before, and what `apply` has written. */
export interface ProvenServer {
  readonly plan: Plan;
  readonly digest: string;
  readonly before: Held64;
  readonly after: Held64;
  /** Writes an export; returns where a file of it lies. */
  readonly exported: (channel: PlanChannel) => Promise<(name: string) => string>;
  readonly close: () => Promise<void>;
}

/** Every place in which quoting could go wrong, in ASCII, so that it survives any code page. */
const oddAddress = `http://o'ld.contoso.com:1/?a="b"&c=<d>;{{ lookup('env', 'X') }} $env:X $(x) \`%PATH%\` # ^|`;

const old = encodeWinHttpSettings({ access: 'named', proxy: 'old.contoso.com:3128', bypass: '<local>' });
const account = encodeConnectionSettings(withManualProxy(null, 'old.contoso.com:3128', '<local>'));
const expand = { ...szImage('http://%SERVER%.contoso.com'), type: regType.expandSz };

const start = {
  'winhttp.machine': binaryImage(Uint8Array.from([...old, 1, 2, 255])),
  'mde.preferStaticProxy': dwordImage(0),
  'mdav.policy.proxyServer': szImage('http://old.contoso.com:3128'),
  'mdav.policy.proxyPacUrl': szImage(oddAddress),
  'mdav.policy.proxyBypass': expand,
  'dotnet.strongCrypto': dwordImage(0xfffffffe),
  'wininet.localService.connection': binaryImage(Uint8Array.from([...account, 0, 7])),
} as const satisfies Partial<Record<WritableValueId, { readonly type: number; readonly hex: string }>>;

const proxy = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local' } as const;
const rewritten = (bytes: Uint8Array) => {
  const settings = decodeConnectionSettings(bytes);
  if (settings.state !== 'ok') throw new Error('not an account blob');
  return binaryImage(encodeConnectionSettings(withManualProxy(settings, 'proxy.contoso.com:8080', '')));
};

/** Each kind of change, of every value that a plan may write. */
const wishes: readonly Wish[] = [
  { kind: 'winhttp', after: proxy },
  { kind: 'winhttp-32', after: proxy },
  { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') },
  { kind: 'value', value: 'mde.disableEnterpriseAuthProxy', after: dwordImage(1) },
  { kind: 'value', value: 'mde.preferStaticProxy', after: dwordImage(1) },
  { kind: 'value', value: 'mdav.policy.proxyServer', after: szImage('http://proxy.contoso.com:8080') },
  { kind: 'value', value: 'mdav.policy.proxyPacUrl', after: { state: 'absent', missingKeys: 0 } },
  { kind: 'value', value: 'mdav.policy.proxyBypass', after: szImage('http://intranet.contoso.com') },
  { kind: 'value', value: 'mdav.policy.sslOptions', after: dwordImage(2) },
  { kind: 'value', value: 'wininet.localService.connection', after: rewritten(account) },
  {
    kind: 'value',
    value: 'wininet.localService.legacy',
    after: binaryImage(encodeConnectionSettings(cleared(withManualProxy(null, 'old.contoso.com:3128', '')))),
  },
  { kind: 'value', value: 'wininet.localSystem.connection', after: rewritten(account) },
  { kind: 'value', value: 'wininet.localSystem.legacy', after: rewritten(account) },
  { kind: 'value', value: 'dotnet.strongCrypto', after: dwordImage(1) },
  { kind: 'value', value: 'dotnet.systemDefaultTls', after: dwordImage(1) },
  { kind: 'value', value: 'dotnet.strongCrypto32', after: dwordImage(1) },
  { kind: 'value', value: 'dotnet.systemDefaultTls32', after: dwordImage(1) },
  { kind: 'restart', service: 'DiagTrack' },
];

export async function provenServer(): Promise<ProvenServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'exports-'));
  const opened = await openLab({
    scenario: 'direct',
    stateDir: path.join(folder, 'lab'),
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const machine = opened.value;
  for (const id of Writable.options) await machine.settings.write(id, rawOf(id));
  const before = await heldBy(machine);
  const plan = await planOf(machine, wishes);
  const { bytes, digest } = planFile(plan);
  const planPath = path.join(folder, 'plan.json');
  await writeFile(planPath, bytes);
  const applied = await apply({ machine, planPath, digest, now: () => new Date(), pid: process.pid });
  if (!applied.ok || applied.value.state !== 'applied') throw new Error(JSON.stringify(applied));
  return {
    plan,
    digest,
    before,
    after: await heldBy(machine),
    async exported(channel) {
      const made = exportPlan(plan, digest, channel);
      if (!made.ok) throw new Error(JSON.stringify(made.problem));
      const written = await writeExport(path.join(folder, channel), made.value, plan);
      if (!written.ok) throw new Error(JSON.stringify(written.problem));
      return (name) => path.join(written.value.folder, name);
    },
    async close() {
      await machine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function rawOf(id: WritableValueId): RawImage {
  const image: { readonly type: number; readonly hex: string } | undefined = Object.hasOwn(start, id)
    ? start[id as keyof typeof start] // `hasOwn` says so
    : undefined;
  if (image === undefined) return { state: 'absent', missingKeys: 0 };
  return { state: 'present', type: image.type, bytes: Uint8Array.from(Buffer.from(image.hex, 'hex')) };
}

/** The values that a plan may write, as the machine's registry holds them. */
async function heldBy(machine: Machine): Promise<Held64> {
  const found = new Map<string, Held>();
  for (const id of Writable.options) {
    const raw = await machine.settings.read(id);
    if (raw.state === 'unreadable') throw new Error(`${id} cannot be read`);
    if (raw.state === 'present') found.set(placeOf(id), held(raw.type, raw.bytes));
  }
  return found;
}

export function placeOf(id: WritableValueId): string {
  const { hive, key, name } = entryOf(id);
  return `${hive}\\${key}\\${name}`;
}

/** Exact bytes in the words of other programs. */
function held(type: number, bytes: Uint8Array): Held {
  const buffer = Buffer.from(bytes);
  switch (type) {
    case regType.dword:
      return { type: 'REG_DWORD', data: buffer.readUInt32LE() };
    case regType.sz:
    case regType.expandSz: {
      const text = buffer.toString('utf16le');
      if (!text.endsWith('\0')) throw new Error('a text without its terminator');
      return { type: type === regType.sz ? 'REG_SZ' : 'REG_EXPAND_SZ', data: text.slice(0, -1) };
    }
    case regType.binary:
      return { type: 'REG_BINARY', data: buffer.toString('hex') };
    default:
      throw new Error(`registry type ${type}`);
  }
}

/** Of what is held, what lies below one of these keys. */
export const below = (all: Held64, keep: (place: string) => boolean): Held64 =>
  new Map([...all].filter(([place]) => keep(place)));
