/** The system's name of a failure (`ENOENT`, `EACCES` …), or `UNKNOWN` where a thrown thing carries none. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'UNKNOWN';
}
