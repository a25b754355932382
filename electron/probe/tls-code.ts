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

const otherNames: ReadonlyMap<string, string> = new Map([
  ['ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
]);

const sameName = (code: string) => otherNames.get(code) ?? code;
