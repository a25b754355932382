import { dwordImage, szImage } from '../codecs/registry-data.ts';
import type { Certificate, Observation } from '../connectivity/observation.ts';
import type { Verdict } from '../connectivity/verdict.ts';
import type { EffectiveProxy, EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { connection, noAgents, text, winHttp } from '../effective/readings-for-tests.ts';
import { blastRadiusOf } from '../plan/blast-radius.ts';
import { matrixForTests, type ProbeForTests } from '../plan/matrix-for-tests.ts';
import type { Operation } from '../plan/operation.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { Verification } from '../plan/verification.ts';
import { makeTicket, type TicketInput } from './make-ticket.ts';
import type { Redaction } from './redaction.ts';
import type { Ticket } from './ticket.ts';

/** For tests only: an ordinary run on a domain controller, with every kind of change in it. */
export const runId = '0b6f4a52-6a53-4c5e-9d6f-3f2b7c1d9e10';
const snapshotId = '7e3f1a10-1111-4222-8333-444455556666';
export const sensorHost = 'contoso-corpsensorapi.atp.azure.com';
const digest = 'ab'.repeat(32);

const absent = { state: 'absent', missingKeys: 0 } as const;
const base = {
  product: 'mde',
  citation: 'mde-configure-proxy',
  services: ['sense' as ServiceId],
  alsoAffects: 'nobody',
} satisfies Partial<Operation>;

export const operations: readonly Operation[] = [
  {
    kind: 'winhttp',
    id: 1,
    product: 'windows',
    reason: 'winhttp-proxy',
    citation: 'winhttp-default-proxy',
    services: ['revocation', 'windows-update'],
    alsoAffects: 'all-winhttp-services',
    before: winHttp('old.contoso.com:3128', ''),
    after: { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local;10.*' },
  },
  {
    kind: 'winhttp-32',
    id: 2,
    product: 'windows',
    reason: 'winhttp-32-follows',
    citation: 'general-knowledge',
    services: [],
    alsoAffects: 'all-32bit-winhttp',
    before: absent,
    after: { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local;10.*' },
  },
  {
    kind: 'value',
    id: 3,
    ...base,
    reason: 'mde-static-proxy',
    value: 'mde.telemetryProxyServer',
    before: { ...szImage('***:******@10.0.0.9:8080'), state: 'sealed', sha256: 'cd'.repeat(32) },
    after: text('proxy.contoso.com:8080'),
  },
  {
    kind: 'value',
    id: 4,
    ...base,
    reason: 'mde-no-auth-proxy',
    value: 'mde.disableEnterpriseAuthProxy',
    before: absent,
    after: dwordImage(1),
  },
  {
    kind: 'value',
    id: 5,
    ...base,
    product: 'mdav',
    reason: 'mdav-static-proxy',
    citation: 'mdav-network-connections',
    services: ['mdav-cloud'],
    value: 'mdav.policy.proxyServer',
    before: text('10.0.0.9:8080'),
    after: text('http://proxy.contoso.com:8080'),
  },
  {
    kind: 'value',
    id: 6,
    ...base,
    product: 'mdi',
    reason: 'legacy-cleared',
    citation: 'mdi-legacy-proxy',
    services: ['mdi-sensor'],
    alsoAffects: 'all-local-service',
    value: 'wininet.localService.connection',
    before: connection(3, 'old.contoso.com:3128', '<local>'),
    after: connection(1),
  },
  {
    kind: 'sensor',
    id: 7,
    ...base,
    product: 'mdi',
    reason: 'sensor-proxy',
    citation: 'mdi-configure-proxy',
    services: ['mdi-sensor', 'mdi-updater'],
    before: {
      sha256: 'ef'.repeat(32),
      proxy: { url: 'http://old.contoso.com:3128', userName: 'CONTOSO\\svcProxy', passwordStored: true },
    },
    after: { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'keep' } },
  },
  {
    kind: 'restart',
    id: 8,
    ...base,
    reason: 'restart-to-read',
    citation: 'general-knowledge',
    service: 'DiagTrack',
  },
];

const through: EffectiveRoute = {
  kind: 'static',
  proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }],
  bypass: ['<local>', '*.contoso.local'],
};
const old: EffectiveRoute = {
  kind: 'static',
  proxies: [{ scheme: null, host: 'old.contoso.com', port: 3128 }],
  bypass: [],
};

function uses(service: ServiceId, account: EffectiveProxy['account'], route: EffectiveRoute): EffectiveProxy {
  const store = route.kind === 'unknown' ? route.store : 'telemetry-proxy-server';
  return {
    service,
    account,
    route,
    steps: [{ store, outcome: route.kind === 'unknown' ? 'unreadable' : 'used', shown: 'proxy.contoso.com:8080' }],
    certainty: service === 'sense' ? 'unverified' : 'documented',
  };
}

export const plan: Plan = {
  schema: 1,
  id: runId,
  createdAt: '2026-11-22T09:58:00.000Z',
  toolVersion: '0.1.0',
  machine: {
    name: 'DC01',
    domain: 'contoso.local',
    role: 'domain-controller',
    os: { product: 'Windows Server 2022 Standard', build: '10.0.20348.2849', serverCore: false },
    elevated: false,
    lab: null,
  },
  products: {
    mdi: { generation: 'v2', version: '2.245.1.1' },
    mde: { installed: true, onboarded: true, version: '10.8760.20348.2849' },
    mdav: { installed: true, running: true, version: '4.18.26090.4' },
  },
  intent: {
    schema: 1,
    cloud: 'commercial',
    geography: 'EU',
    noRevocationPath: false,
    winhttp: {
      route: { kind: 'static', proxy: 'proxy.contoso.com:8080' },
      bypass: ['<local>', '*.contoso.local'],
      also32Bit: true,
    },
    mde: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' } },
    mdav: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' }, bypass: [] },
    mdi: {
      route: { kind: 'static', proxy: 'proxy.contoso.com:8080' },
      workspace: 'contoso-corp',
      legacy: 'migrate-and-clear',
    },
    strongCrypto: false,
  },
  before: {
    snapshotId,
    takenAt: '2026-11-22T09:55:00.000Z',
    effective: [
      uses('mdi-sensor', 'local-service', old),
      uses('mdi-updater', 'local-system', { kind: 'unknown', store: 'wininet-local-system' }),
      uses('sense', 'local-system', { kind: 'direct' }),
      uses('mdav-cloud', 'local-system', old),
      uses('revocation', 'local-system', old),
    ],
    findings: [
      {
        rule: 'D1',
        severity: 'warning',
        strength: 'read',
        values: ['wininet.localService.connection'],
        facts: { localSystem: 'none', localService: 'old.contoso.com:3128' },
      },
      {
        rule: 'D20',
        severity: 'error',
        strength: 'read',
        values: ['mde.telemetryProxyServer'],
        facts: { count: '1', sensor: 'no' },
      },
    ],
    otherAgents: {
      ...noAgents,
      azureArc: {
        state: 'running',
        version: '1.52.2943.1',
        proxy: { state: 'set', text: 'http://old.contoso.com:3128' },
      },
    },
    environment: [{ value: 'env.httpsProxy', text: 'http://***:******@10.0.0.9:8080' }],
  },
  operations: [...operations],
  blockers: [],
  cautions: ['winhttp-affects-all-services', 'sense-needs-time', 'mdav-caches-proxy', 'mdav-updates-not-covered'],
  manual: [{ kind: 'mdav-bypass', entries: ['*.contoso.local', '10.*'] }],
  blastRadius: blastRadiusOf(
    [
      { name: 'W32Time', pid: 1, account: 'local-service' },
      { name: 'BITS', pid: 2, account: 'local-system' },
    ],
    [
      { pid: 2, program: 'svchost.exe', winhttp: true },
      { pid: 3, program: 'ContosoBackup.exe', winhttp: true },
    ],
  ),
  expected: [uses('mdi-sensor', 'local-service', through)],
  sensorApiHost: sensorHost,
};

export const outcome: Outcome = {
  run: runId,
  state: 'applied',
  who: 'CONTOSO\\admin.jane',
  startedAt: '2026-11-22T10:00:00.000Z',
  endedAt: '2026-11-22T10:00:42.000Z',
  operations: operations.map(({ id }) => ({
    id,
    state: 'done' as const,
    win32: null,
    at: `2026-11-22T10:00:${String(id * 4).padStart(2, '0')}.000Z`,
  })),
  problem: null,
};

function certificate(subject: string, issuer: string, isCa: boolean, byte: string): Certificate {
  return {
    subject: `CN=${subject}`,
    subjectCn: subject,
    issuer: `CN=${issuer}`,
    issuerCn: issuer,
    organisation: 'Microsoft Corporation',
    serial: '0a1b2c',
    sha1: byte.repeat(20),
    sha256: byte.repeat(32),
    notBefore: '2026-06-01T00:00:00.000Z',
    notAfter: '2027-05-30T23:59:59.000Z',
    names: [subject],
    isCa,
    selfSigned: false,
    issuedBy: null,
    key: 'RSA 2048',
    signature: 'sha384WithRSAEncryption',
    caIssuers: ['http://www.microsoft.com/pkiops/certs/issuer.crt'],
  };
}

const done = { state: 'done', ms: 12 } as const;

function observationOf(host: string, status: number): Observation {
  return {
    target: { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' },
    via: { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 },
    startedAt: '2026-11-22T10:01:00.000Z',
    totalMs: 187.4,
    dns: { ...done, addresses: ['10.0.0.6'] },
    tcp: { ...done, address: '10.0.0.6', port: 8080 },
    proxyTls: { state: 'skipped' },
    connect: {
      ...done,
      answer: { status: 200, reason: 'Connection established', headers: [['via', '1.1 proxy.contoso.com']], body: '' },
    },
    tls: { ...done, protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', nameMatches: true },
    http: { ...done, answer: { status, reason: 'OK', headers: [['set-cookie', 'INGRESSCOOKIE=5f1c2d']], body: 'Ok' } },
    presented: [
      certificate('*.atp.azure.com', 'Microsoft TLS G2 RSA CA OCSP 04', false, '1a'),
      certificate('Microsoft TLS G2 RSA CA OCSP 04', 'Microsoft TLS RSA Root G2', true, '2b'),
      certificate('Microsoft TLS RSA Root G2', 'DigiCert Global Root G2', true, '3c'),
    ],
    presentedCut: false,
    trust: {
      trusted: true,
      errors: [],
      path: [{ cn: '*.atp.azure.com', sha256: '1a'.repeat(32) }],
      root: {
        cn: 'DigiCert Global Root G2',
        sha256: 'cb'.repeat(32),
        store: 'public',
        known: 'digicert-global-root-g2',
      },
    },
  };
}

export function probe(
  service: ServiceId,
  host: string,
  verdict: Partial<Verdict> & Pick<Verdict, 'kind' | 'grade'>,
): ProbeForTests {
  const seen = verdict.grade !== 'not-tested';
  return {
    service,
    endpoint: `${service}-endpoint`,
    purpose: 'sensor and updater traffic',
    route: through,
    observation: seen ? observationOf(host, 200) : null,
    verdict: {
      confidence: 'certain',
      responder: 'service',
      facts: { host, port: '443', proxy: 'proxy.contoso.com:8080', status: '200', root: 'DigiCert Global Root G2' },
      ...verdict,
    },
  };
}

export const after: Verification = {
  schema: 2,
  takenAt: '2026-11-22T10:01:30.000Z',
  plan: plan.id,
  run: runId,
  catalogue: { origin: 'shipped', version: '1', asOf: '2026-11', sha256: 'ab'.repeat(32) },
  products: plan.products,
  effective: plan.before.effective.map((row) => ({ ...row, route: through })),
  findings: [
    {
      rule: 'D15',
      severity: 'unknown',
      strength: 'read',
      values: ['wininet.localSystem.connection'],
      facts: { store: 'wininet-local-system', why: 'unreadable' },
    },
    {
      rule: 'D13',
      severity: 'info',
      strength: 'read',
      values: [],
      facts: { mde: 'proxy.contoso.com:8080', mdav: 'direct' },
    },
  ],
  deviations: [],
  unexpected: [],
  matrix: matrixForTests([
    probe('mdi-sensor', sensorHost, { kind: 'healthy', grade: 'works' }),
    probe('mdi-updater', sensorHost, { kind: 'healthy-503', grade: 'works' }),
    probe('sense', 'edr-weu.eu.endpoint.security.microsoft.com', {
      kind: 'reachable-not-verified',
      grade: 'differs',
      confidence: 'likely',
    }),
    probe('mdav-cloud', 'wdcp.microsoft.com', {
      kind: 'inspection',
      grade: 'fails',
      responder: 'interceptor',
      facts: {
        host: 'wdcp.microsoft.com',
        port: '443',
        ca: 'Contoso Inspection CA',
        store: 'group-policy',
        vendor: 'Zscaler',
      },
    }),
    probe('revocation', 'crl.microsoft.com', {
      kind: 'not-tested',
      grade: 'not-tested',
      responder: 'nobody',
      facts: { host: 'crl.microsoft.com', why: 'pac' },
    }),
  ]),
};

export const before: Verification = {
  ...after,
  takenAt: '2026-11-22T09:56:00.000Z',
  run: null,
  effective: plan.before.effective,
  findings: plan.before.findings,
  matrix: matrixForTests([
    probe('mdi-sensor', sensorHost, {
      kind: 'proxy-denied',
      grade: 'fails',
      responder: 'proxy',
      facts: { host: sensorHost, port: '443', proxy: 'old.contoso.com:3128', status: '403' },
    }),
  ]),
};

export const keepAll: Redaction = { accountNames: false, machineNames: false, addresses: false, tenantHosts: false };
export const hideAll: Redaction = { accountNames: true, machineNames: true, addresses: true, tenantHosts: true };

export const input: TicketInput = {
  plan,
  digest,
  outcome,
  before,
  after,
  madeAt: '2026-11-22T10:05:00.000Z',
  utcOffsetMinutes: 60,
  toolVersion: '0.1.0',
};

/** The ticket of that run with some of it told otherwise. */
export function ticketOf(changes: Partial<TicketInput> = {}, redaction: Redaction = keepAll): Ticket {
  return makeTicket({ ...input, ...changes }, redaction);
}
