import type { CitationId } from '../plan/operation.ts';

export interface CitedPage {
  readonly title: string;
  /** Null: no published page says so. */
  readonly url: string | null;
}

/** The pages that the product refers to, by id. General knowledge is marked as what it is: not documented. */
export const citations: Readonly<Record<CitationId, CitedPage>> = {
  'mdi-configure-proxy': {
    title: 'Configure endpoint proxy and internet connectivity settings (Defender for Identity)',
    url: 'https://learn.microsoft.com/en-us/defender-for-identity/deploy/configure-proxy',
  },
  'mdi-legacy-proxy': {
    title: 'Configure proxy settings, legacy methods (Defender for Identity)',
    url: 'https://learn.microsoft.com/en-us/defender-for-identity/deploy/configure-proxy',
  },
  'mdi-known-issues': {
    title: 'Troubleshooting known issues (Defender for Identity)',
    url: 'https://learn.microsoft.com/en-us/defender-for-identity/troubleshooting-known-issues',
  },
  'mdi-sensor-v3': {
    title: 'Prerequisites of the sensor version 3 (Defender for Identity)',
    url: 'https://learn.microsoft.com/en-us/defender-for-identity/deploy/prerequisites-sensor-version-3',
  },
  'mde-configure-proxy': {
    title: 'Configure your devices to connect to the Defender for Endpoint service using a proxy',
    url: 'https://learn.microsoft.com/en-us/defender-endpoint/configure-proxy-internet',
  },
  'mdav-network-connections': {
    title: 'Configure and validate Microsoft Defender Antivirus network connections',
    url: 'https://learn.microsoft.com/en-us/defender-endpoint/configure-network-connections-microsoft-defender-antivirus',
  },
  'winhttp-default-proxy': {
    title: 'Netsh commands for Windows HTTP Services (netsh winhttp)',
    url: 'https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/netsh-winhttp',
  },
  'wininet-per-user': {
    title: 'WinINet vs. WinHTTP',
    url: 'https://learn.microsoft.com/en-us/windows/win32/wininet/wininet-vs-winhttp',
  },
  'general-knowledge': { title: 'General Windows knowledge, not documented by Microsoft for Defender', url: null },
};
