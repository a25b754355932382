import { openNative } from './native.ts';
import { withKey } from './registry.ts';
import { registryText } from './registry-text.ts';

const profileList = 'SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';

/**
 * The folder for data of all users (`C:\ProgramData`), from where Windows keeps it. Not from the environment, which
 * whoever started the process may have set; null where it is not there or names another variable.
 */
export function programDataFolder(): string | null {
  const found = withKey({ root: 'HKLM', path: profileList, view: 64 }, (query) => ({
    text: registryText(query('ProgramData')),
  }));
  const folder = 'text' in found ? found.text?.replace(/^%SystemDrive%(?=\\)/i, systemDrive) : null;
  return folder !== undefined && folder !== null && /^[A-Za-z]:\\[^%]+$/.test(folder) ? folder : null;
}

/** `C:` */
function systemDrive(): string {
  const { kernel32 } = openNative();
  const getFolder = kernel32.func('uint32 __stdcall GetSystemWindowsDirectoryW(_Out_ uint16_t* folder, uint32 size)');
  const folder = new Uint16Array(260);
  return getFolder(folder, folder.length) < 2 ? '' : String.fromCharCode(...folder.subarray(0, 2));
}
