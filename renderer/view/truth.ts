import type { EffectiveProxy, ServiceId } from '../../electron/core/effective/effective.ts';
import type { Finding, RuleId, Severity } from '../../electron/core/effective/finding.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import { ownerText } from '../../electron/core/wording/owner-text.ts';

/** One row of the table of services: what it uses, and what was noticed about it. */
export interface TruthRow {
  readonly proxy: EffectiveProxy;
  /** The Group Policy that owns the place which decides, in words; null where none is known to. */
  readonly owner: string | null;
  /** What conflicts with it or may: errors first, then warnings. */
  readonly conflicts: readonly NumberedFinding[];
  /** Questions about it that stay open. */
  readonly unknown: number;
}

/** A finding with its place in the list of all, by which a page leads from one to the other. */
export interface NumberedFinding {
  readonly at: number;
  readonly finding: Finding;
}

const mdi = ['mdi-sensor', 'mdi-updater'] as const;
const mde = ['sense', 'diagtrack'] as const;
const windows = ['revocation', 'windows-update'] as const;

/** Which services a rule speaks about, so that the table can point at it. */
const subjects = {
  D1: mdi,
  D2: mdi,
  D3: mdi,
  D4: mdi,
  D5: mdi,
  D6: mde,
  D7: ['diagtrack'],
  D8: [...mde, 'revocation'],
  D9: ['sense'],
  D10: ['mdav-cloud'],
  D11: ['mdav-cloud'],
  D12: ['mdav-cloud'],
  D13: [...mde, 'mdav-cloud'],
  D14: windows,
  D15: [],
  D16: ['mdi-v3'],
  D17: [...mdi, 'mdi-v3'],
  D18: [],
  D19: windows,
  D20: [],
  'tls12-disabled': [...mdi, 'mdi-v3', ...mde, 'mdav-cloud'],
  'winhttp-protocols': [...mde, 'mdav-cloud', ...windows],
  'root-update-off': [],
  'dotnet-crypto': mdi,
  'expected-root-missing': [],
  'malformed-value': [],
  'wrong-type': [],
  unreadable: [],
  'sensor-malformed': mdi,
  'mdi-not-running': mdi,
  'winhttp-api-differs': windows,
  'advproxy-left': windows,
} as const satisfies Record<RuleId, readonly ServiceId[]>;

const byPrefix: readonly (readonly [prefix: string, services: readonly ServiceId[]])[] = [
  ['winhttp.', windows],
  ['wininet.localSystem.', ['mdi-updater']],
  ['wininet.localService.', ['mdi-sensor']],
  ['mde.telemetry', mde],
  ['mde.disable', ['diagtrack']],
  ['mde.prefer', ['sense']],
  ['mdav.', ['mdav-cloud']],
];

/** The services that a finding is about: by its rule, or else by the values that it names. */
export function subjectsOf(finding: Finding): readonly ServiceId[] {
  const fixed: readonly ServiceId[] = subjects[finding.rule];
  if (fixed.length > 0) return fixed;
  return byPrefix
    .filter(([prefix]) => finding.values.some((value) => value.startsWith(prefix)))
    .flatMap(([, services]) => services);
}

/** The table of services; without the settings (as of a plan) no owner is told. Findings are numbered as `worstFirst` has them. */
export function truthRows(
  seen: Pick<Snapshot, 'effective' | 'findings'> & Partial<Pick<Snapshot, 'settings'>>,
): readonly TruthRow[] {
  const numbered = worstFirst(seen.findings).map((finding, at) => ({ at, finding }));
  return seen.effective.map((proxy) => {
    const about = numbered.filter(({ finding }) => subjectsOf(finding).includes(proxy.service));
    const owner = seen.settings === undefined ? null : ownerText(proxy, seen.settings);
    return {
      proxy,
      owner,
      conflicts: about.filter(({ finding }) => finding.severity === 'error' || finding.severity === 'warning'),
      unknown: about.filter(({ finding }) => finding.severity === 'unknown').length,
    };
  });
}

const rank = { error: 0, warning: 1, unknown: 2, info: 3 } as const satisfies Record<Severity, number>;

/** Findings worst first; within one severity in the order in which detection gave them. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** Whether detection with administrator rights would show more. */
export function hidesFromUser(snapshot: Snapshot): boolean {
  if (snapshot.machine.elevated) return false;
  return (
    snapshot.sensor.state === 'unreadable' ||
    Object.values(snapshot.settings).some((setting) => setting.reading.state === 'unreadable')
  );
}
