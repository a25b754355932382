import { noAgents } from '../core/effective/readings-for-tests.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import type { Operation } from '../core/plan/operation.ts';
import type { Plan } from '../core/plan/plan.ts';
import { entryOf, type WritableValueId } from '../core/settings/catalogue.ts';
import type { ValueImage } from '../core/settings/reading.ts';
import { seal } from '../core/settings/seal.ts';
import { sha256 } from '../disk/sha256.ts';
import type { Machine } from '../machine/machine.ts';
import { proxyOf } from './sensor-file.ts';

/** Plans for the tests of this room, made of single operations and of what the machine holds now. */

/** `Omit` for each member of a union by itself. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Common = 'id' | 'product' | 'reason' | 'citation' | 'services' | 'alsoAffects';
export type Wish = Without<Operation, Common | 'before'>;

const common: Pick<Operation, Exclude<Common, 'id'>> = {
  product: 'windows',
  reason: 'winhttp-proxy',
  citation: 'winhttp-default-proxy',
  services: [],
  alsoAffects: 'nobody',
};

export async function planOf(machine: Machine, wishes: readonly Wish[], id = crypto.randomUUID()): Promise<Plan> {
  const operations: Operation[] = [];
  for (const wish of wishes) operations.push(await operationOf(machine, wish, operations.length + 1));
  return {
    schema: 1,
    id,
    createdAt: '2026-11-20T08:00:00.000Z',
    toolVersion: '0.0.0-test',
    machine: await machine.facts(),
    products: {
      mdi: { generation: 'v2', version: null },
      mde: { installed: true, onboarded: true, version: null },
      mdav: { installed: true, running: true, version: null },
    },
    intent: {
      schema: 1,
      cloud: 'commercial',
      geography: 'US',
      noRevocationPath: false,
      winhttp: null,
      mde: null,
      mdav: null,
      mdi: null,
      strongCrypto: false,
    },
    before: {
      snapshotId: crypto.randomUUID(),
      takenAt: '2026-11-20T07:59:00.000Z',
      effective: [],
      findings: [],
      otherAgents: noAgents,
      environment: [],
    },
    operations,
    blockers: [],
    cautions: [],
    manual: [],
    blastRadius: null,
    expected: [],
    sensorApiHost: null,
  };
}

async function operationOf(machine: Machine, wish: Wish, id: number): Promise<Operation> {
  switch (wish.kind) {
    case 'restart':
      return { ...common, ...wish, id };
    case 'sensor': {
      const file = await machine.sensor.read();
      if (file.state !== 'read') throw new Error('no sensor');
      return { ...common, ...wish, id, before: { sha256: sha256(file.bytes), proxy: proxyOf(file.bytes) ?? null } };
    }
    case 'value':
      return { ...common, ...wish, id, before: await imageOf(machine, wish.value) };
    case 'winhttp':
      return { ...common, ...wish, id, before: await imageOf(machine, 'winhttp.machine') };
    case 'winhttp-32':
      return { ...common, ...wish, id, before: await imageOf(machine, 'winhttp.machine32') };
  }
}

async function imageOf(machine: Machine, id: WritableValueId): Promise<ValueImage> {
  const raw = await machine.settings.read(id);
  if (raw.state === 'unreadable') throw new Error('unreadable');
  return raw.state === 'absent' ? raw : seal(raw.type, raw.bytes, entryOf(id).sensitivity, sha256);
}

/** The plan's file and its digest. */
export function planFile(plan: Plan): { readonly bytes: Uint8Array; readonly digest: string } {
  const bytes = new TextEncoder().encode(canonicalJson(plan));
  return { bytes, digest: sha256(bytes) };
}
