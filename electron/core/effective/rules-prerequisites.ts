import { dwordOf } from '../codecs/registry-data.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { ProbeResult } from '../plan/verification.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Finding } from './finding.ts';
import { found, type Rule, type Seen, whyNot } from './rule.ts';
import { strongCryptoIds, strongCryptoMissing } from './strong-crypto.ts';

/** TLS 1.2 in the bits of `DefaultSecureProtocols`. */
const tls12 = 0x800;

const dwordAt = ({ settings }: Readings, id: ValueId) => dwordOf(settings[id].reading);

type Dword = ReturnType<typeof dwordOf>;
const numberText = (read: Dword): string => (read.state === 'value' ? String(read.value) : 'none');

/** The first of these values that could not be used, as a finding that the rule is undecided. */
function doubt(
  rule: 'tls12-disabled' | 'winhttp-protocols' | 'root-update-off' | 'dotnet-crypto',
  readings: Readings,
  ids: readonly ValueId[],
): Finding | null {
  for (const id of ids) {
    const why = whyNot(dwordAt(readings, id).state);
    if (why !== null) return found(rule, 'unknown', [id], { why, store: id });
  }
  return null;
}

/** TLS 1.2 is off for clients of SCHANNEL, which the services need. */
const tls12Disabled: Rule = ({ readings }) => {
  const ids = ['tls.client12.enabled', 'tls.client12.disabledByDefault'] as const;
  const [enabled, disabled] = [dwordAt(readings, ids[0]), dwordAt(readings, ids[1])];
  const off =
    (enabled.state === 'value' && enabled.value === 0) || (disabled.state === 'value' && disabled.value !== 0);
  if (off) {
    const facts = { enabled: numberText(enabled), disabledByDefault: numberText(disabled) };
    return [found('tls12-disabled', 'warning', ids, facts)];
  }
  const undecided = doubt('tls12-disabled', readings, ids);
  return undecided === null ? [] : [undecided];
};

/** WinHTTP's own list of protocols leaves TLS 1.2 out; each copy for itself. */
const winHttpProtocols: Rule = ({ readings }) =>
  (
    [
      ['tls.winhttpProtocols', '64'],
      ['tls.winhttpProtocols32', '32'],
    ] as const
  ).flatMap(([id, bits]) => {
    const read = dwordAt(readings, id);
    const undecided = doubt('winhttp-protocols', readings, [id]);
    if (undecided !== null) return [undecided];
    if (read.state !== 'value' || (read.value & tls12) !== 0) return [];
    return [found('winhttp-protocols', 'warning', [id], { protocols: `0x${read.value.toString(16)}`, bits })];
  });

const rootUpdateId = 'tls.disableRootAutoUpdate';

/** Windows does not fetch the roots that it lacks. */
const rootUpdateOff: Rule = ({ readings }) => {
  const undecided = doubt('root-update-off', readings, [rootUpdateId]);
  if (undecided !== null) return [undecided];
  return rootUpdate(readings) === 'off' ? [found('root-update-off', 'info', [rootUpdateId], {})] : [];
};

function rootUpdate(readings: Readings): 'on' | 'off' | 'unknown' {
  const read = dwordAt(readings, rootUpdateId);
  if (read.state === 'absent') return 'on';
  if (read.state !== 'value') return 'unknown';
  return read.value === 0 ? 'on' : 'off';
}

/**
 * The v2 sensor runs on .NET. A value that says other than 1 is against the documentation; that one is not there is
 * the default of Windows, and worth saying only where TLS of the sensor has failed.
 */
const dotnetCrypto: Rule = ({ readings, products, probes }) => {
  if (products.mdi.generation !== 'v2' && products.mdi.generation !== 'both') return [];
  const missing = strongCryptoMissing(readings);
  const other = missing.filter((id) => dwordAt(readings, id).state === 'value');
  const failed = probes.some(tlsOfSensorFailed);
  if (other.length > 0) return [strong('warning', other, failed)];
  const undecided = doubt('dotnet-crypto', readings, strongCryptoIds);
  if (undecided !== null) return [undecided];
  return failed && missing.length > 0 ? [strong('info', missing, true)] : [];
};

const strong = (severity: 'warning' | 'info', ids: readonly ValueId[], failed: boolean): Finding =>
  found(
    'dotnet-crypto',
    severity,
    ids,
    { count: String(ids.length), tested: failed ? 'yes' : 'no' },
    failed ? 'probed' : 'read',
  );

const tlsOfSensorFailed = ({ service, verdict }: ProbeResult): boolean =>
  (service === 'mdi-sensor' || service === 'mdi-updater') &&
  (verdict.kind === 'tls-version' || verdict.kind === 'tls-failed');

/**
 * A root that the tested services are known to use is not in the store of this machine. Where Windows may fetch it when
 * it is first needed that is no fault yet; a test that failed for it makes it one.
 */
const expectedRootMissing: Rule = (seen) => {
  if (seen.missingRoots === null) return [found('expected-root-missing', 'unknown', [], { why: 'roots-unreadable' })];
  const autoUpdate = rootUpdate(seen.readings);
  return seen.missingRoots.map(({ id, cn, sha256 }) => {
    const failed = failedFor(seen, cn);
    const severity = failed ? 'error' : autoUpdate === 'on' ? 'info' : 'warning';
    const facts = { root: cn, id, sha256, autoUpdate, tested: failed ? 'yes' : 'no' };
    return found('expected-root-missing', severity, [], facts, failed ? 'probed' : 'read');
  });
};

const failedFor = ({ probes }: Seen, cn: string): boolean =>
  probes.some(({ verdict: { kind, facts } }) => kind === 'root-missing' && (facts.missing ?? facts.root) === cn);

/** What TLS needs besides a proxy: protocols, .NET's share in them, and roots (settings, section 9). */
export const prerequisiteRules: readonly Rule[] = [
  tls12Disabled,
  winHttpProtocols,
  rootUpdateOff,
  dotnetCrypto,
  expectedRootMissing,
];
