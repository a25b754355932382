import { expect, test } from 'vitest';
import { localPolicyFile } from './gpo-path.ts';

const sysvol = 'C:\\Windows\\SYSVOL\\sysvol';
const guid = '{31B2F340-016D-11D2-945F-00C04FB984F9}';
const share = `\\\\contoso.com\\SysVol\\contoso.com\\Policies\\${guid}\\Machine`;

test.each<[string, string | null, string | null]>([
  [share, sysvol, `${sysvol}\\contoso.com\\Policies\\${guid}\\Machine\\Registry.pol`],
  [share, `${sysvol}\\`, `${sysvol}\\contoso.com\\Policies\\${guid}\\Machine\\Registry.pol`],
  [share.replace('\\Machine', ''), sysvol, `${sysvol}\\contoso.com\\Policies\\${guid}\\Machine\\Registry.pol`],
  ['C:\\Windows\\System32\\GroupPolicy\\Machine', null, 'C:\\Windows\\System32\\GroupPolicy\\Machine\\Registry.pol'],
  ['C:\\Windows\\System32\\GroupPolicy', null, 'C:\\Windows\\System32\\GroupPolicy\\Machine\\Registry.pol'],
  // On another computer.
  [share, null, null],
  ['\\\\files.contoso.com\\policies\\x\\Machine', sysvol, null],
  [share, '\\\\files.contoso.com\\sysvol', null],
  // Not a folder on a drive.
  ['\\\\.\\pipe\\sysvol\\x', sysvol, null],
  ['\\\\?\\C:\\sysvol\\x', sysvol, null],
  ['\\\\.\\sysvol\\x', sysvol, null],
  ['Windows\\System32', sysvol, null],
  ['', sysvol, null],
  ['C:Windows', sysvol, null],
  // Leading elsewhere.
  ['\\\\contoso.com\\sysvol\\..\\..\\x', sysvol, null],
  ['C:\\a\\..\\b', null, null],
  ['C:\\a:stream\\Machine', null, null],
  ['C:\\a*\\Machine', null, null],
])('%j with SYSVOL in %j is %j', (folder, localSysvol, file) => {
  expect(localPolicyFile(folder, localSysvol)).toBe(file);
});
