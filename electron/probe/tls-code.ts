/**
 * The code of an error on a TLS connection, the same for OpenSSL (Node) and BoringSSL (Electron). Where an alert has
 * two names, OpenSSL's is used; where Node gives only the library's sentence, the code is made of its reason.
 */
export function tlsCode(error: NodeJS.ErrnoException & { readonly reason?: string }): string {
  const code = error.code ?? 'INTERNAL';
  if (code !== 'EPROTO' && code !== 'INTERNAL') return sameName(code);
  const reason = error.reason ?? /:(?:SSL routines|OPENSSL_internal):(?:[^:]*:)?([^:\n]+)/.exec(error.message)?.[1];
  return reason === undefined
    ? code
    : sameName(
        `ERR_SSL_${reason
          .trim()
          .toUpperCase()
          .replace(/[ /-]+/g, '_')}`,
      );
}

/** BoringSSL calls every alert an alert; OpenSSL does not for those of the extensions (RFC 6066, RFC 8446). */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  ['ERR_SSL_TLSV1_ALERT_MISSING_EXTENSION', 'ERR_SSL_TLSV13_ALERT_MISSING_EXTENSION'],
  ['ERR_SSL_TLSV1_ALERT_UNSUPPORTED_EXTENSION', 'ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION'],
  ['ERR_SSL_TLSV1_ALERT_CERTIFICATE_UNOBTAINABLE', 'ERR_SSL_TLSV1_CERTIFICATE_UNOBTAINABLE'],
  ['ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME'],
  ['ERR_SSL_TLSV1_ALERT_BAD_CERTIFICATE_STATUS_RESPONSE', 'ERR_SSL_TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE'],
  ['ERR_SSL_TLSV1_ALERT_BAD_CERTIFICATE_HASH_VALUE', 'ERR_SSL_TLSV1_BAD_CERTIFICATE_HASH_VALUE'],
]);

const sameName = (code: string) => otherNames.get(code) ?? code;
