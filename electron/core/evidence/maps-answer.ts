/** What `MpCmdRun -ValidateMapsConnection` printed beside its exit code; its sentences are localised and not read. */
export interface MapsAnswer {
  /** `0x80072F8F`, in upper case; null where none is printed. */
  readonly hresult: string | null;
  /** The HTTP status that goes with it (`httpcore=451`, `httpcode=451`). */
  readonly http: number | null;
}

export function parseMapsAnswer(output: string): MapsAnswer {
  const hresult = /\bhr\s*=\s*(?:0x)?([0-9a-f]{8})\b/i.exec(output)?.[1] ?? null;
  const http = /\bhttpco(?:re|de)\s*=\s*(\d{1,5})\b/i.exec(output)?.[1] ?? null;
  return { hresult: hresult === null ? null : `0x${hresult.toUpperCase()}`, http: http === null ? null : Number(http) };
}
