import type { RootStore } from '../../core/connectivity/observation.ts';
import type { z } from '../../core/zod.ts';
import { withKey } from './registry.ts';

/**
 * The physical places that `LocalMachine\Root` is joined from, each with one key per certificate named by its SHA-1.
 * The organisation's own come first: a public root that is also handed out by policy is trusted for that reason too.
 * https://learn.microsoft.com/windows/win32/seccrypto/system-store-locations
 */
const places = [
  ['group-policy', 'SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\Certificates'],
  ['enterprise', 'SOFTWARE\\Microsoft\\EnterpriseCertificates\\Root\\Certificates'],
  ['public', 'SOFTWARE\\Microsoft\\SystemCertificates\\AuthRoot\\Certificates'],
  ['machine', 'SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates'],
] as const;

/**
 * By which place a root came to be trusted. `machine` holds what Windows brought along and what was imported by hand;
 * `unknown`: it lies in none of them, or they may not be read.
 */
export function placeOfRoot(sha1: string): z.infer<typeof RootStore> {
  const found = places.find(([, path]) => keyExists(`${path}\\${sha1.toUpperCase()}`));
  return found === undefined ? 'unknown' : found[0];
}

function keyExists(path: string): boolean {
  return withKey({ root: 'HKLM', path, view: 64 }, () => true) === true;
}
