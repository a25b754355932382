/** Build of the first Windows 11. */
const firstEleven = 22_000;

/**
 * What this Windows calls itself. `ProductName` still says "Windows 10" on every Windows 11, whose builds begin at
 * 22000 (Microsoft Learn, Windows 11 release information); servers are named with their year there.
 */
export function windowsName(productName: string | undefined, build: string): string {
  const name = productName ?? 'Windows';
  return Number.parseInt(build, 10) >= firstEleven ? name.replace(/^Windows 10\b/, 'Windows 11') : name;
}
