import type { Operation } from '../core/plan/operation.ts';
import type { Changed } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { sha256 } from '../disk/sha256.ts';
import type { Machine } from '../machine/machine.ts';
import { changedOf, isImage, writtenValue } from './stored.ts';

/** The bytes that undo will need and that the plan does not carry, by the id of their operation. */
export type Backups = ReadonlyMap<number, Uint8Array>;

type Look = { readonly same: false } | { readonly same: true; readonly backup: Uint8Array | null };

/**
 * Compares every `before` of a plan with the machine, all of them, before anything is written. What differs is named
 * (`plan-stale`); what can no longer be read cannot be compared and counts as different.
 */
export async function lookBefore(machine: Machine, operations: readonly Operation[]): Promise<Result<Backups>> {
  const changed: Changed[] = [];
  const backups = new Map<number, Uint8Array>();
  for (const operation of operations) {
    const name = changedOf(operation);
    if (name === null) continue;
    const look = await lookAt(machine, operation);
    if (!look.same) changed.push(name);
    else if (look.backup !== null) backups.set(operation.id, look.backup);
  }
  return changed.length > 0 ? fail({ kind: 'plan-stale', changed }) : ok(backups);
}

async function lookAt(machine: Machine, operation: Operation): Promise<Look> {
  if (operation.kind === 'sensor') {
    const file = await machine.sensor.read();
    const same = file.state === 'read' && sha256(file.bytes) === operation.before.sha256;
    return same ? { same, backup: file.bytes } : { same: false };
  }
  const id = writtenValue(operation);
  if (id === null || operation.kind === 'restart') return { same: true, backup: null };
  const raw = await machine.settings.read(id);
  if (raw.state === 'unreadable' || !isImage(raw, operation.before)) return { same: false };
  const secret = operation.before.state === 'sealed' && raw.state === 'present';
  return { same: true, backup: secret ? raw.bytes : null };
}
