/**
 * Whether an MDE sensor honours `PreferStaticProxyForHttpRequest`, by the file version of `MsSense.exe`. The page names
 * `10.8210.*` and later, and `10.8049.*` of an older branch; nothing is published about what lies between.
 */
export function preferStaticSupport(version: string | null): 'yes' | 'probably' | 'no' | 'unknown' {
  const parts = /^\s*(\d{1,6})\.(\d{1,6})(?:\.|\s|$)/.exec(version ?? '');
  if (parts === null) return 'unknown';
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  if (major !== 10) return major > 10 ? 'yes' : 'no';
  if (minor >= 8210 || minor === 8049) return 'yes';
  return minor < 8049 ? 'no' : 'probably';
}
