/** The certificate authorities that the lab imitates, as data. Names are the real ones, keys are made per lab. */
export type RootId = 'digicert-global-root-g2' | 'microsoft-root-2011';

export type AuthorityId =
  | RootId
  | 'microsoft-tls-rsa-root-g2'
  | 'microsoft-tls-g2-rsa-ca-ocsp-04'
  | 'microsoft-secure-server-ca-2011'
  | 'contoso-proxy-inspection-ca';

/**
 * Making keys is what takes time, so the two issuing CAs share one (no chain holds both), and the inspection CA has that
 * of the server certificates, as inspecting proxies are known to do.
 */
export type KeyName = 'digicert-root' | 'microsoft-root' | 'cross-root' | 'issuing' | 'server';
export const keyNames: readonly KeyName[] = ['digicert-root', 'microsoft-root', 'cross-root', 'issuing', 'server'];

export interface Authority {
  readonly cn: string;
  readonly organisation: string;
  readonly country: string;
  readonly key: KeyName;
  /** Null: self-signed. */
  readonly issuer: AuthorityId | null;
  /** Where its own certificate can be fetched, as its children name it (authority information access). */
  readonly certificateUrl: string;
}

/** In an order in which every issuer comes before what it issues. */
export const authorities: Readonly<Record<AuthorityId, Authority>> = {
  'digicert-global-root-g2': {
    cn: 'DigiCert Global Root G2',
    organisation: 'DigiCert Inc',
    country: 'US',
    key: 'digicert-root',
    issuer: null,
    certificateUrl: 'http://cacerts.digicert.com/DigiCertGlobalRootG2.crt',
  },
  'microsoft-root-2011': {
    cn: 'Microsoft Root Certificate Authority 2011',
    organisation: 'Microsoft Corporation',
    country: 'US',
    key: 'microsoft-root',
    issuer: null,
    certificateUrl: 'http://www.microsoft.com/pki/certs/MicRooCerAut2011_2011_03_22.crt',
  },
  'contoso-proxy-inspection-ca': {
    cn: 'Contoso Proxy Inspection CA',
    organisation: 'Contoso Ltd',
    country: 'US',
    key: 'server',
    issuer: null,
    certificateUrl: 'http://proxy.contoso.com/inspection-ca.crt',
  },
  'microsoft-tls-rsa-root-g2': {
    cn: 'Microsoft TLS RSA Root G2',
    organisation: 'Microsoft Corporation',
    country: 'US',
    key: 'cross-root',
    issuer: 'digicert-global-root-g2',
    certificateUrl: 'http://www.microsoft.com/pkiops/certs/Microsoft%20TLS%20RSA%20Root%20G2%20-%20xsign.crt',
  },
  'microsoft-tls-g2-rsa-ca-ocsp-04': {
    cn: 'Microsoft TLS G2 RSA CA OCSP 04',
    organisation: 'Microsoft Corporation',
    country: 'US',
    key: 'issuing',
    issuer: 'microsoft-tls-rsa-root-g2',
    certificateUrl: 'http://www.microsoft.com/pkiops/certs/Microsoft%20TLS%20G2%20RSA%20CA%20OCSP%2004.crt',
  },
  'microsoft-secure-server-ca-2011': {
    cn: 'Microsoft Secure Server CA 2011',
    organisation: 'Microsoft Corporation',
    country: 'US',
    key: 'issuing',
    issuer: 'microsoft-root-2011',
    certificateUrl: 'http://www.microsoft.com/pki/certs/MicSecSerCA2011_2011-10-18.crt',
  },
};

/** The ids in that order. */
export const authorityIds = Object.keys(authorities) as AuthorityId[]; // the keys of a record are its type's keys

/** The roots that every Windows trusts unless a scenario takes one away. */
export const publicRoots: readonly RootId[] = ['digicert-global-root-g2', 'microsoft-root-2011'];
