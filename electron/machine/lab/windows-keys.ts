/**
 * The registry keys that a Windows Server has before anybody configures a proxy. What is left out is missing there
 * too: LocalService has no `Connections` key until WinINET first writes it, and the policy keys of Defender for
 * Endpoint and of cloud protection come with their policies.
 */
export const windowsKeys: readonly string[] = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp',
  'HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319',
  'HKLM\\SOFTWARE\\Microsoft\\Windows Defender',
  'HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
  'HKU\\S-1-5-18\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
  'HKU\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
  'HKU\\S-1-5-20\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
];
