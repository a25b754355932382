import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type PolicyEntry, parseRegistryPol, registryPolLimit } from '../../core/codecs/registry-pol.ts';
import type { ValueId } from '../../core/settings/catalogue.ts';
import { type AppliedGpo, gpoName, policyOwnership, unknownOwnership } from '../../core/settings/policy-ownership.ts';
import type { Management } from '../../core/settings/reading.ts';
import { readBounded } from './bounded-file.ts';
import { isOnFixedDrive } from './fixed-drive.ts';
import { localPolicyFile } from './gpo-path.ts';
import { programDataFolder } from './program-data.ts';
import { type KeyPath, subKeyNames, withKey } from './registry.ts';
import { registryText } from './registry-text.ts';

/** The registry extension of Group Policy; its history lists the GPOs that wrote registry values. */
const history =
  'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\History\\{35378EAC-683F-11D2-A89A-00C04FBBCFA2}';
const netlogon = 'SYSTEM\\CurrentControlSet\\Services\\Netlogon\\Parameters';
/** More than this many GPOs are not looked through: the name is then not known. */
const mostGpos = 256;

/**
 * Which catalogue values a Group Policy owns, read once: `%ProgramData%\ntuser.pol` is the compiled set of the machine
 * policies now applied. No such file means that none is (only where the folder itself could be listed); one that
 * cannot be read or understood makes every policy value unknown. Group Policy Preferences are not in it.
 */
export function readManagement(): (id: ValueId) => Management {
  const compiled = compiledPolicies();
  return compiled === null ? unknownOwnership : policyOwnership(compiled, appliedGpos);
}

function compiledPolicies(): readonly PolicyEntry[] | null {
  const folder = programDataFolder();
  return folder === null ? null : entriesOf(path.win32.join(folder, 'ntuser.pol'));
}

/** The instructions of one file; none where it certainly is not there, null where it cannot be told. */
function entriesOf(file: string): readonly PolicyEntry[] | null {
  const found = readBounded(file, registryPolLimit);
  if (found.state === 'missing') return isAbsent(file) ? [] : null;
  if (found.state !== 'read') return null;
  const parsed = parseRegistryPol(found.bytes);
  return parsed.state === 'ok' ? parsed.entries : null;
}

function isAbsent(file: string): boolean {
  const name = path.win32.basename(file).toLowerCase();
  try {
    return !readdirSync(path.win32.dirname(file)).some((other) => other.toLowerCase() === name);
  } catch {
    return false;
  }
}

/** The GPOs in the order in which they were applied: the keys are named 0, 1, 2 … (KB 201453). */
function appliedGpos(): readonly AppliedGpo[] {
  const names = subKeyNames(keyOf(history), mostGpos);
  if ('win32' in names) return [];
  const sysvol = withKey(keyOf(netlogon), (query) => ({ text: registryText(query('SysVol')) }));
  const localSysvol = 'text' in sysvol ? sysvol.text : null;
  return names
    .filter((name) => /^\d{1,9}$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name): AppliedGpo => {
      const gpo = withKey(keyOf(`${history}\\${name}`), (query) => ({
        name: gpoName(registryText(query('DisplayName'))),
        folder: registryText(query('FileSysPath')),
      }));
      if ('win32' in gpo) return { name: null, entries: null };
      const file = gpo.folder === null ? null : localPolicyFile(gpo.folder, localSysvol);
      return { name: gpo.name, entries: file === null || !isOnFixedDrive(file) ? null : entriesOf(file) };
    });
}

const keyOf = (key: string): KeyPath => ({ root: 'HKLM', path: key, view: 64 });
