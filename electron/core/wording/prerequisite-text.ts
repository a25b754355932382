import type { Finding } from '../effective/finding.ts';
import { type FactOf, type FindingText, startOf } from './finding-facts.ts';

/** Where the publisher keeps a root; its file is the certificate itself, so the file's hash is the certificate's. */
export const rootFiles: Readonly<Record<string, string>> = {
  'digicert-global-root-g2': 'https://cacerts.digicert.com/DigiCertGlobalRootG2.crt',
  'digicert-global-root-ca': 'https://cacerts.digicert.com/DigiCertGlobalRootCA.crt',
  'microsoft-root-2011': 'https://www.microsoft.com/pki/certs/MicRooCerAut2011_2011_03_22.crt',
};

export function tls12Text(fact: FactOf<'tls12-disabled'>): FindingText {
  return {
    title: 'TLS 1.2 is turned off for clients',
    meaning: `The TLS 1.2 client key of Windows says Enabled ${fact('enabled', 'none')} and DisabledByDefault ${fact('disabledByDefault', 'none')}. The services need TLS 1.2, so their connections fail although a proxy lets them through.`,
    action: 'Set Enabled to 1 and DisabledByDefault to 0, or remove both values, then restart the server.',
  };
}

export function winHttpProtocolsText(fact: FactOf<'winhttp-protocols'>): FindingText {
  return {
    title: `WinHTTP leaves TLS 1.2 out${fact('bits', '64') === '32' ? ' for 32-bit programs' : ''}`,
    meaning: `DefaultSecureProtocols is ${fact('protocols', 'without TLS 1.2')} and lacks 0x800, which stands for TLS 1.2. Services that use the defaults of WinHTTP cannot connect then.`,
    action: 'Add 0x800 to the value, or remove it so that the default of Windows applies.',
  };
}

export const rootUpdateText = (): FindingText => ({
  title: 'Windows does not fetch missing roots',
  meaning:
    'DisableRootAutoUpdate is 1: a root that this server does not have stays missing, and the certificates of the services are then not trusted.',
  action: 'Nothing needs to be done where roots are distributed internally. Otherwise have the policy turned off.',
});

export function dotnetText(fact: FactOf<'dotnet-crypto'>, finding: Finding): FindingText {
  const one = finding.values.length === 1;
  return {
    title: '.NET does not use the secure TLS defaults',
    meaning: `${startOf(finding)} ${one ? 'is' : 'are'} not 1. The MDI sensor runs on .NET; ${fact('tested', 'no') === 'yes' ? 'its TLS connection has failed in the test, and this may be why.' : 'its connection may fail with "ApplyInternal failed two way SSL connection to service".'}`,
    action: 'Set all four .NET values to 1; the settings offer it.',
  };
}

/** The product imports no root: the file, its hash and the command are given. */
export function expectedRootText(fact: FactOf<'expected-root-missing'>): FindingText {
  const root = fact('root', 'A root of the tested services');
  const url = rootFiles[fact('id', '')];
  const file = `.\\${url?.slice(url.lastIndexOf('/') + 1) ?? 'root.crt'}`;
  const onDemand = fact('autoUpdate', 'unknown') === 'on';
  const why =
    fact('tested', 'no') === 'yes'
      ? 'A test failed because of it.'
      : onDemand
        ? 'Windows fetches it when it is first needed, where it can reach ctldl.windowsupdate.com.'
        : 'Windows does not fetch it by itself, as far as its policy was read.';
  return {
    title: `${root} is not in the root store`,
    meaning: `${root} is one of the roots of the tested services, and LocalMachine\\Root does not have it. ${why}`,
    action: `Get it from ${url ?? 'its publisher'}, compare the SHA-256 of the file (${fact('sha256', 'as published')}), and import it. This program imports no root.`,
    commands: [
      `Get-FileHash ${file} -Algorithm SHA256`,
      `Import-Certificate -FilePath ${file} -CertStoreLocation Cert:\\LocalMachine\\Root`,
    ],
  };
}
