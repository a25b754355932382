import { withKey } from './registry.ts';
import { registryText } from './registry-text.ts';

/** `C:\Program Files` as Windows keeps it, not as the environment says; null where it could not be read. */
export function programFilesFolder(): string | null {
  const found = withKey({ root: 'HKLM', path: 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion', view: 64 }, (query) => ({
    text: registryText(query('ProgramFilesDir')),
  }));
  const folder = 'text' in found ? found.text : null;
  return folder !== null && /^[A-Za-z]:\\[^%]+$/.test(folder) ? folder : null;
}
