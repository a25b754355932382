import path from 'node:path';
import { openNative } from './native.ts';

/** Whether a path lies on a disk of this computer: a drive letter may stand for a share, or for a stick without ACLs. */
export function isOnFixedDrive(file: string): boolean {
  const { kernel32 } = openNative();
  const driveType = kernel32.func('uint32 __stdcall GetDriveTypeW(str16 root)');
  const fixed = 3;
  return driveType(path.win32.parse(file).root) === fixed;
}
