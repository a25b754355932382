import type { OtherAgents } from '../../../core/plan/other-agents.ts';
import {
  type LabEvidence,
  type LabNetwork,
  type PacFile,
  type Scenario,
  type Seeds,
  type ServiceSeed,
  thumbprintPlace,
} from './scenario.ts';
import { dword, fileTime, text, winHttpDirect, winHttpNamed, wininetConnection } from './stored-values.ts';

/** What the scenarios are built from: one domain controller of contoso.local behind `proxy.contoso.com:8080`. */
export const proxy = 'proxy.contoso.com:8080';
export const bypass = '<local>;*.contoso.local;10.*';
export const sensorVersion = '2.245.18712.41312';
export const sensorHost = 'contoso-corpsensorapi.atp.azure.com';

const onboardedBody = {
  previousOrgIds: [],
  orgId: '00000000-0000-4000-8000-000000000000',
  geoLocationUrl: 'https://edr-eus3.us.endpoint.security.microsoft.com/edr/',
  datacenter: 'EastUs3',
  vortexGeoLocation: 'US',
  version: '1.44',
  vortexServerUrl: 'https://us4-v20.events.endpoint.security.microsoft.com/OneCollector/1.0',
  vortexTicketUrl: 'https://events.data.microsoft.com',
  partnerGeoLocation: 'GW_US',
};

/** A server that was onboarded to Defender for Endpoint with streamlined connectivity, and has no proxy anywhere. */
export const untouched: Seeds = {
  'winhttp.machine': winHttpDirect(),
  'winhttp.machine32': winHttpDirect(),
  'wininet.localSystem.connection': wininetConnection(1, '', ''),
  'wininet.localSystem.proxyEnable': dword(0),
  'dotnet.systemDefaultTls': dword(1),
  'dotnet.strongCrypto': dword(1),
  'dotnet.systemDefaultTls32': dword(1),
  'dotnet.strongCrypto32': dword(1),
  'mde.onboardingState': dword(1),
  'mde.lastConnected': fileTime(new Date('2026-11-02T06:41:07.000Z')),
  'mde.onboardedInfo': text(JSON.stringify({ body: JSON.stringify(onboardedBody), sig: 'AAAA', sha256sig: 'AAAA' })),
};

export const winHttpSet: Seeds = {
  'winhttp.machine': winHttpNamed(proxy, bypass),
  'winhttp.machine32': winHttpNamed(proxy, bypass),
};

export const mdeSet: Seeds = {
  'mde.telemetryProxyServer': text(proxy),
  'mde.disableEnterpriseAuthProxy': dword(1),
  'mde.preferStaticProxy': dword(1),
};

const mdavSet: Seeds = { 'mdav.policy.proxyServer': text(`http://${proxy}`) };

/** The organisation's PAC file: its own domain direct, everything else by the proxy, or by a second one. */
export const pacFile: PacFile = {
  url: 'http://pac.contoso.local/proxy.pac',
  rows: [
    { hosts: '*.contoso.local', proxy: null },
    { hosts: null, proxy: `${proxy};upstream.contoso.com:3128` },
  ],
};

/** A server whose accounts and antivirus ask the PAC file; MDE and WinHTTP take no such thing and have the proxy. */
export const allByPac: Seeds = {
  ...untouched,
  ...winHttpSet,
  ...mdeSet,
  'mdav.policy.proxyPacUrl': text(pacFile.url),
  'wininet.localSystem.connection': wininetConnection(5, '', '', pacFile.url),
  'wininet.localService.connection': wininetConnection(5, '', '', pacFile.url),
};

/** All of the registry as it should be for a static proxy. */
export const allSet: Seeds = { ...untouched, ...winHttpSet, ...mdeSet, ...mdavSet };

const windowsServices: readonly ServiceSeed[] = [
  { name: 'Sense', state: 'running', version: '10.8760.20348.2849' },
  { name: 'DiagTrack', state: 'running', version: '10.0.20348.2849' },
  { name: 'WinDefend', state: 'running', version: '4.18.26090.4' },
];

export const withoutSensor: readonly ServiceSeed[] = windowsServices;

export const withSensor: readonly ServiceSeed[] = [
  { name: 'AATPSensor', state: 'running', version: sensorVersion },
  { name: 'AATPSensorUpdater', state: 'running', version: sensorVersion },
  ...windowsServices,
];

const noAgent = { state: 'not-installed', version: null, proxy: null } as const;

const noAgents: OtherAgents = {
  logAnalytics: { ...noAgent, workspaces: null },
  omsGateway: noAgent,
  azureArc: noAgent,
};

/**
 * The sensor's configuration file. It holds keys that no documentation names, a number in an unusual spelling and one
 * that no double can hold, and Windows line ends: a rewrite that loses any of them shows.
 */
function sensorFile(proxyPart: string): Scenario['sensor'] {
  const lines = `{
  "$type": "SensorMandatoryConfiguration",
  "DeploymentTag": "Domain Controllers / Zürich",
  "HealthReportIntervalSeconds": 1.50e2,
  "LastAppliedRevision": 12345678901234567890,
  "SecretManagerConfigurationCertificateThumbprint": "${thumbprintPlace}",
  "SensorProxyConfiguration": ${proxyPart},
  "UnknownFlags": [ true,false , null ],
  "WorkspaceApplicationSensorApiWebClientConfigurationServiceEndpoint": {
    "$type": "EndpointData",
    "Address": "${sensorHost}",
    "Port": 443
  }
}
`;
  return { version: sensorVersion, text: lines.replaceAll('\n', '\r\n') };
}

export const sensorDirect = sensorFile('null');

const sensorSet = sensorFile(`{
    "$type": "SensorProxyConfiguration",
    "Url": "http://${proxy}"
  }`);

/** With a proxy user, whose password is stored encrypted (here: bytes that decrypt to nothing). */
export const sensorWithCredentials = sensorFile(`{
    "$type": "SensorProxyConfiguration",
    "Url": "http://${proxy}",
    "UserName": "CONTOSO\\\\svcProxy",
    "EncryptedUserPasswordData": {
      "$type": "EncryptedData",
      "EncryptedBytes": "${Buffer.from('not a password, only its place').toString('base64')}",
      "SecretVersion": null,
      "CertificateThumbprint": "${thumbprintPlace}"
    }
  }`);

/** The network behind the proxy is well, and there is no way past the proxy. */
export const proxyOnly: LabNetwork = {
  egress: 'refused',
  proxy: 'pass',
  sensorPing: 200,
  chain: 'whole',
  missingRoots: [],
  inspectionCaTrusted: false,
};

/** The services have not noticed anything yet. */
const quiet: LabEvidence = { traffic: 'none', sense: 'silent', log: [], maps: 'needs-proxy' };
const byProxy: LabEvidence = { traffic: 'proxy', sense: 'contacts', log: [], maps: 'works' };
export const directly: LabEvidence = { traffic: 'direct', sense: 'contacts', log: [], maps: 'works' };
/** Nothing gets through, and the services say so. */
export const cutOff: LabEvidence = { traffic: 'none', sense: 'fails', log: ['cannot-connect'], maps: 'fails' };

/** A domain controller with the v2 sensor on which nothing was configured yet and only the proxy leads out. */
export const unconfigured: Omit<Scenario, 'line'> = {
  token: 'full',
  limitedReads: false,
  values: untouched,
  services: withSensor,
  sensor: sensorDirect,
  senseIdentity: false,
  otherAgents: noAgents,
  policy: null,
  advProxy: null,
  pac: null,
  network: proxyOnly,
  evidence: quiet,
  deniedWrite: null,
  declines: false,
  updaterStuck: false,
};

/** The same server with one static proxy in all four places. */
export const configured: Omit<Scenario, 'line'> = {
  ...unconfigured,
  values: allSet,
  sensor: sensorSet,
  evidence: byProxy,
};
