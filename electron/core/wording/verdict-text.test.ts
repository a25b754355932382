import { describe, expect, test } from 'vitest';
import { notTested } from '../connectivity/conclusion.ts';
import { TrustError } from '../connectivity/observation.ts';
import { Grade, NotTestedWhy, Responder, type Verdict, VerdictKind } from '../connectivity/verdict.ts';
import { piece, sentences } from './prose-for-tests.ts';
import { verdictText } from './verdict-text.ts';

describe('results of tests', () => {
  const whys = [
    'local-firewall',
    'no-route',
    'tls',
    'plain',
    'ended',
    'not-http',
    'local-copy',
    'expired',
    'not-yet-valid',
    'trust-not-judged',
    'answer-undocumented',
    'scheme-undocumented',
    'pac',
    'auto-detect',
    'unknown-route',
    'no-certificate',
    'clear-http',
    'own-root',
    'false-name',
    'maybe-proxy',
    'chain-too-large',
    'sign-in-refused',
    'sign-in-withheld',
    'signed-in',
    ...TrustError.options,
    ...NotTestedWhy.options,
  ];
  const facts = {
    host: 'wdcp.microsoft.com',
    port: '443',
    proxy: 'proxy.contoso.com:8080',
    expected: 'direct',
    used: 'proxy.contoso.com:8080',
    status: '403',
    stage: 'tls',
    code: 'ECONNRESET',
    address: '10.0.0.6',
    issuer: 'Contoso CA',
    ca: 'Contoso CA',
    store: 'group-policy',
    vendor: 'Zscaler',
    root: 'Contoso Root',
    missing: 'DigiCert Global Root G2',
    caIssuers: 'http://cacerts.digicert.com/x.crt',
    certificate: 'x',
    notBefore: '2026-01-01',
    notAfter: '2026-02-01',
    skewSeconds: '-900',
    protocol: 'TLSv1.2',
    schemes: 'Negotiate, NTLM',
    location: 'http://portal.contoso.com/',
    names: 'portal.contoso.com',
    body: 'Access denied',
    newIssuer: 'Microsoft X',
    name: 'wdcp.microsoft.com',
    expectedRoots: 'a, b',
    missingId: 'digicert-global-root-g2',
    sha256: 'cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f',
    algorithm: 'RSA SHA-1, RSA 2048',
    tag: 'AzureAdvancedThreatProtection',
    outside: '10.9.8.7',
    tagFile: 'Public 320',
    signIn: 'basic',
  };

  test.each(VerdictKind.options)(
    '%s has one of the four words, a sentence and an action, whatever is known',
    (kind) => {
      for (const grade of Grade.options) {
        for (const responder of Responder.options) {
          for (const confidence of ['certain', 'likely', 'possible'] as const) {
            for (const known of [{}, facts, { host: facts.host, port: '443' }]) {
              const verdict: Verdict = { kind, grade, confidence, responder, facts: known };
              const text = verdictText(verdict);
              expect(['Works', 'Works differently', 'Fails', 'Not tested']).toContain(text.word);
              if (text.short !== '') piece(text.short, 60);
              sentences(text.sentence, 700);
              sentences(text.action, 700);
            }
          }
        }
      }
      for (const why of whys) {
        const text = verdictText({
          kind,
          grade: 'fails',
          confidence: 'certain',
          responder: 'unknown',
          facts: { ...facts, why },
        });
        sentences(text.sentence, 700);
        sentences(text.action, 700);
      }
    },
  );

  const of = (kind: Verdict['kind'], more: Partial<Verdict> = {}) =>
    verdictText({ kind, grade: 'fails', confidence: 'certain', responder: 'proxy', facts, ...more });

  test('a 503 of the proxy and one of the service are told apart', () => {
    expect(of('proxy-unavailable').sentence).toContain('not from the service');
    expect(of('healthy-503', { grade: 'works', responder: 'service' }).sentence).toContain('counts as a success');
  });

  test.each([
    'proxy-auth',
    'proxy-denied',
    'proxy-unauthorised',
    'proxy-upstream',
    'proxy-unavailable',
    'inspection',
    'block-page',
    'reset',
  ] as const)('%s carries the text for the proxy team', (kind) => {
    expect(of(kind).action).toContain('Text for the proxy team:');
    expect(of(kind).action).toContain('wdcp.microsoft.com:443');
  });

  test('what WinHTTP said of a PAC file is told', () => {
    const { sentence } = verdictText(notTested('pac', { win32: 12167 }));
    expect(sentence).toBe(
      'This was not tested: the way is decided by a PAC file, which could not be evaluated here. WinHTTP: Windows error 12167 (the PAC file could not be downloaded).',
    );
    sentences(sentence);
  });

  test.each(NotTestedWhy.options)('what was not tested says why: %s', (why) => {
    const { sentence } = verdictText(notTested(why));
    expect(sentence).toMatch(/^This was not tested: /);
    expect(sentence).not.toContain(`: ${why}.`);
  });

  test('an address on port 80 needs no CONNECT', () => {
    expect(of('proxy-denied', { facts: { ...facts, port: '80' } }).action).toMatch(
      /by plain HTTP \(GET through the proxy, no CONNECT\), without sign-in\. /,
    );
  });

  test('a missing root comes with its file, its hash and the command', () => {
    const { action } = of('root-missing');
    expect(action).toContain('https://cacerts.digicert.com/DigiCertGlobalRootG2.crt');
    expect(action).toContain(facts.sha256);
    expect(action).toContain(
      'Import-Certificate -FilePath DigiCertGlobalRootG2.crt -CertStoreLocation Cert:\\LocalMachine\\Root',
    );
  });

  test('an address outside of the service tag is named where the firewall may be at fault', () => {
    for (const kind of ['tcp-timeout', 'reset', 'service-tag'] as const) {
      const { sentence } = of(kind);
      expect(sentence).toContain('10.9.8.7');
      expect(sentence).toContain('AzureAdvancedThreatProtection');
    }
    expect(of('tcp-timeout', { facts: { host: 'a', port: '443' } }).sentence).not.toContain('tag');
  });

  test('a firewall is to open the port that was tested', () => {
    const action = (kind: 'tcp-refused' | 'tcp-timeout', port: string) =>
      of(kind, { facts: { host: 'a', port } }).action;
    expect(action('tcp-refused', '443')).toContain('port 443 of the service');
    expect(action('tcp-refused', '80')).toContain('port 80 of the service');
    expect(action('tcp-timeout', '443')).toContain('service tag on port 443');
    expect(action('tcp-timeout', '80')).toContain('out to a:80, or');
    // Not a port of a Microsoft service: it may well be the proxy itself.
    for (const kind of ['tcp-refused', 'tcp-timeout', 'timeout'] as const) {
      const said = of(kind, { facts: { host: 'proxy', port: '8080' } }).action;
      expect(said).toContain('proxy:8080');
      expect(said).not.toContain('use a proxy');
    }
  });

  test('a sign-in that was typed is told apart: refused, kept back, or the only way through', () => {
    const why = (reason: string) => of('proxy-auth', { facts: { ...facts, why: reason } });
    expect(why('sign-in-refused').sentence).toContain('does not accept the sign-in');
    expect(why('sign-in-withheld').sentence).toContain('was not sent');
    expect(why('signed-in').sentence).toContain('cannot sign in to a proxy');
    // The result may be that of Windows itself, so nobody is named whom it does not concern.
    expect(of('proxy-auth', { facts }).sentence).toContain(
      'The services of Windows and of Defender have none to give.',
    );
    expect(of('healthy', { grade: 'works' }).sentence).toContain('was given the sign-in');
  });

  test('the CA that inspects is named', () => {
    expect(of('inspection').sentence).toContain('Contoso CA (Zscaler)');
  });

  test('the misleading "licensing issues" of the MDI installer are explained', () => {
    expect(of('proxy-unauthorised').sentence).toContain('licensing issues');
  });

  test('what is only likely is said to be so, and what is certain is not weakened', () => {
    expect(of('reset', { confidence: 'likely' }).sentence).toContain('likely cause');
    expect(of('reset').sentence).not.toContain('likely');
  });
});
