/**
 * Where the Registry.pol of an applied GPO lies on this computer, or null where that is another computer: a share that
 * does not answer would hold everything up. Only on a domain controller is SYSVOL local; its folder is given by the
 * value `SysVol` of Netlogon and holds one folder for each domain, as the share does.
 * `folder` is `FileSysPath` of the policy history, which ends in `\Machine`.
 */
export function localPolicyFile(folder: string, localSysvol: string | null): string | null {
  const local = isLocal(folder) ? folder : insideSysvol(folder, localSysvol);
  if (local === null || hasOddParts(local)) return null;
  const machine = local.replace(/\\+$/, '');
  return `${/\\machine$/i.test(machine) ? machine : `${machine}\\Machine`}\\Registry.pol`;
}

const isLocal = (folder: string): boolean => /^[A-Za-z]:\\/.test(folder);

function insideSysvol(folder: string, localSysvol: string | null): string | null {
  const rest = /^\\\\[^\\?.][^\\?]*\\sysvol\\(.+)$/i.exec(folder)?.[1];
  if (rest === undefined || localSysvol === null || !isLocal(localSysvol)) return null;
  return `${localSysvol.replace(/\\+$/, '')}\\${rest}`;
}

/** Parts that lead elsewhere, and characters that no folder's name has. */
const hasOddParts = (folder: string): boolean =>
  folder.slice(2).search(/[/:*?"<>|]/) >= 0 || folder.split('\\').some((part) => /^\.+$/.test(part));
