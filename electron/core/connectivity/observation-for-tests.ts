import type { Expectation } from './expectation.ts';
import type { Certificate, HttpAnswer, Observation, Trust } from './observation.ts';

/** Observations of the tests: a healthy one, and the pieces in which others differ from it. */
export const host = 'contoso-corpsensorapi.atp.azure.com';

const hash = (seed: string) => seed.padEnd(64, '0');

const known = [
  { id: 'digicert-global-root-g2', cn: 'DigiCert Global Root G2', sha256: hash('a1') },
  { id: 'microsoft-root-2011', cn: 'Microsoft Root Certificate Authority 2011', sha256: hash('a2') },
  { id: 'microsoft-rsa-root-2017', cn: 'Microsoft RSA Root Certificate Authority 2017', sha256: hash('a3') },
] as const;

export function certificate(subjectCn: string, issuerCn: string, change: Partial<Certificate> = {}): Certificate {
  return {
    subject: `CN=${subjectCn}`,
    subjectCn,
    issuer: `CN=${issuerCn}`,
    issuerCn,
    organisation: null,
    serial: '01',
    sha1: 'b'.repeat(40),
    sha256: hash(
      [...subjectCn]
        .map((letter) => (letter.codePointAt(0) ?? 0).toString(16))
        .join('')
        .slice(0, 60),
    ),
    notBefore: '2026-06-01T00:00:00.000Z',
    notAfter: '2027-06-01T00:00:00.000Z',
    names: [subjectCn],
    isCa: subjectCn !== host,
    selfSigned: subjectCn === issuerCn,
    key: 'RSA 2048',
    signature: 'RSA SHA-256',
    caIssuers: [],
    issuedBy: null,
    ...change,
  };
}

/** A chain as sent: each certificate made by the next, the last by `top`. */
export function chain(names: readonly string[], top: string): Certificate[] {
  return names.map((name, at) =>
    certificate(name, names[at + 1] ?? top, { issuedBy: at + 1 < names.length ? at + 1 : name === top ? at : null }),
  );
}

export const azure = ['Microsoft TLS G2 RSA CA OCSP 04', 'Microsoft TLS RSA Root G2'] as const;

export const genuine = chain([host, ...azure], 'DigiCert Global Root G2');

export function trusted(names: readonly string[], change: Partial<NonNullable<Trust['root']>> = {}): Trust {
  const cn = names.at(-1) ?? '';
  const id = known.find((root) => root.cn === cn);
  return {
    trusted: true,
    errors: [],
    path: names.map((name) => ({ cn: name, sha256: hash('c') })),
    root: { cn, sha256: id?.sha256 ?? hash('d'), store: 'public', known: id?.id ?? null, ...change },
  };
}

export function untrusted(...errors: Trust['errors']): Trust {
  return { trusted: false, errors, path: [], root: null };
}

export const genuineTrust = trusted([host, ...azure, 'DigiCert Global Root G2']);

export function answer(status: number, body = '', headers: HttpAnswer['headers'] = []): HttpAnswer {
  return { status, reason: 'Status', headers, body };
}

export const done = (given: HttpAnswer) => ({ state: 'done', ms: 1, answer: given }) as const;
export const failed = (code: string, detail = '') => ({ state: 'failed', ms: 1, code, detail }) as const;
export const skipped = { state: 'skipped' } as const;
export const html = '<!DOCTYPE html><html><head><title>Access denied</title></head></html>';

export const proxy = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 } as const;
const startedAt = '2026-11-02T08:00:00.000Z';

/** A healthy probe of MDI's ping through the proxy, changed as told. */
export function observation(change: Partial<Observation> = {}): Observation {
  return {
    target: { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' },
    via: proxy,
    startedAt,
    totalMs: 100,
    dns: skipped,
    tcp: { state: 'done', ms: 1, address: '10.0.0.6', port: 8080 },
    proxyTls: skipped,
    connect: done(answer(200)),
    tls: { state: 'done', ms: 1, protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', nameMatches: true },
    http: done(answer(200, '2.245.18712.41312')),
    presented: genuine,
    presentedCut: false,
    trust: genuineTrust,
    ...change,
  };
}

/** The same up to a stage that failed; what comes behind it was not reached. */
export function brokenAt(
  stage: 'dns' | 'tcp' | 'proxyTls' | 'connect' | 'tls',
  code: string,
  change: Partial<Observation> = {},
  detail = '',
): Observation {
  const stages = ['dns', 'tcp', 'proxyTls', 'connect', 'tls', 'http'] as const;
  const behind = Object.fromEntries(stages.slice(stages.indexOf(stage) + 1).map((name) => [name, skipped]));
  return observation({ presented: [], trust: null, ...behind, [stage]: failed(code, detail), ...change });
}

/** A probe in clear HTTP of a revocation list, directly or through the proxy. */
export function clear(given: HttpAnswer, change: Partial<Observation> = {}): Observation {
  return observation({
    target: { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/pki/crl/products/a.crl' },
    connect: skipped,
    tls: skipped,
    http: done(given),
    presented: [],
    trust: null,
    ...change,
  });
}

export const expectMdi: Expectation = {
  role: 'mdi',
  status: [200, 503],
  body: '^(Ok|\\d+\\.\\d+\\.\\d+\\.\\d+)$',
  strength: 'strong',
  roots: ['digicert-global-root-g2'],
  pinned: false,
  known,
  via: null,
};

export const expectMde: Expectation = {
  ...expectMdi,
  role: 'mde',
  status: [200],
  body: null,
  roots: ['microsoft-root-2011'],
  pinned: true,
};

export const expectCrl: Expectation = {
  ...expectMdi,
  role: 'microsoft',
  status: [200, 304],
  body: null,
  strength: 'weak',
  roots: [],
};

export const expectAny: Expectation = { ...expectCrl, role: 'generic', status: 'any' };
