import { createHash, X509Certificate } from 'node:crypto';
import type { KnownRoot } from '../../core/connectivity/endpoint.ts';
import { certificateContexts } from './certificate-context.ts';

/** A root that every service of this computer trusts; hashes in lower-case hexadecimal. */
export interface MachineRoot {
  readonly sha1: string;
  readonly sha256: string;
  /** The subject on one line, most special part first; empty where it cannot be read. */
  readonly subject: string;
}

/** A Windows machine has some dozens, with all public roots preloaded some hundreds. */
const mostRoots = 4096;

/**
 * The roots of `LocalMachine\Root` as services see it: the logical store, which joins those of the registry, of Group
 * Policy, of the enterprise and of Windows' own list. Nothing is ever written to it. Win32 status where it cannot be
 * opened; that is not the same as "none".
 */
export function machineRoots(): readonly MachineRoot[] | { readonly win32: number } {
  const contexts = certificateContexts();
  const opened = contexts.openMachineStore('Root');
  if ('win32' in opened) return opened;
  try {
    return contexts.inStore(opened.store, mostRoots).map(rootOf);
  } finally {
    contexts.closeStore(opened.store);
  }
}

/** Those of these roots that are not there; null where the store could not be opened. */
export function missingRoots(wanted: readonly KnownRoot[]): readonly KnownRoot[] | null {
  const roots = machineRoots();
  if ('win32' in roots) return null;
  const there = new Set(roots.map(({ sha256 }) => sha256));
  return wanted.filter(({ sha256 }) => !there.has(sha256));
}

function rootOf(der: Uint8Array): MachineRoot {
  return {
    sha1: createHash('sha1').update(der).digest('hex'),
    sha256: createHash('sha256').update(der).digest('hex'),
    subject: subjectOf(der),
  };
}

function subjectOf(der: Uint8Array): string {
  try {
    return (new X509Certificate(der).subject ?? '').split('\n').reverse().join(', ').slice(0, 4096);
  } catch {
    // A root that this library cannot read is still a root; its hash says which.
    return '';
  }
}
