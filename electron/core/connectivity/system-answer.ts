/**
 * How far a request came, as WinHTTP reports. `sending` and `sent` may also be those of the CONNECT to a proxy; only
 * `overTls` says that the server itself was spoken to. (Wine reports `connected` only after TLS.)
 */
export type SystemStage = 'started' | 'resolving' | 'connecting' | 'connected' | 'sending' | 'sent' | 'answered';

export type SecureFailure =
  | 'revocation-unknown'
  | 'invalid-certificate'
  | 'revoked'
  | 'invalid-ca'
  | 'wrong-name'
  | 'wrong-date'
  | 'wrong-usage'
  | 'channel';

/** What one exchange of Windows' own HTTP saw. */
export interface SystemExchange {
  /** `timeout` and `cancelled` may come with an answer whose body did not end. */
  readonly outcome: 'answered' | 'failed' | 'timeout' | 'cancelled';
  readonly reached: SystemStage;
  /** Win32 error of `failed` (12xxx are WinHTTP's), 0 otherwise. */
  readonly win32: number;
  /** What Windows says is wrong with the certificate; Wine never tells. */
  readonly secureFailures: readonly SecureFailure[];
  /** It may be the proxy's own: over `https` an answer without `overTls` is its reply to CONNECT. */
  readonly status: number | null;
  /** Status line and headers as received; null where there is no answer, or more than 64 KiB of them. */
  readonly rawHeaders: string | null;
  /** The first bytes of the body, at most 4 KiB. */
  readonly body: Uint8Array;
  /** Whether TLS with the server itself was made. */
  readonly overTls: boolean;
  /** The server's certificate first, then the others that it sent, in the order of WinHTTP's store. DER. */
  readonly chain: readonly Uint8Array[];
}

export interface SystemAnswer extends SystemExchange {
  /**
   * `repeated`: the request failed by its certificate, and a second one that took any certificate was made to read the
   * chain; nothing else of the second is used, and it carries no credentials. Null: there is no chain.
   */
  readonly chainFrom: 'request' | 'repeated' | null;
  /** Of everything together, in milliseconds. */
  readonly elapsedMs: number;
}
