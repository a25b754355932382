import { exceptingHostsOf, exceptsEverything } from '../codecs/bypass-list.ts';
import type { EffectiveProxy, ServiceId } from '../effective/effective.ts';
import { effectiveProxies } from '../effective/resolve.ts';
import type { Sha256 } from '../settings/reading.ts';
import { readingsAfter } from './after.ts';
import { environmentProxies } from './environment-proxies.ts';
import type { Intent } from './intent.ts';
import { checkIntent } from './intent-check.ts';
import { mdavPart } from './mdav-part.ts';
import { mdePart } from './mde-part.ts';
import { mdiInstallPart } from './mdi-install-part.ts';
import { givesSignIn, mdiV2Part } from './mdi-v2-part.ts';
import { mdiV3Part } from './mdi-v3-part.ts';
import type { Operation } from './operation.ts';
import { blocked, nothing, type Part, together } from './part.ts';
import type { Caution, Plan } from './plan.ts';
import { restartPart } from './restart-part.ts';
import { fail, ok, type Result } from './result.ts';
import { sensorApiHost } from './sensor-host.ts';
import type { Readings, Snapshot } from './snapshot.ts';
import { strongCryptoPart } from './strong-crypto-part.ts';
import { winHttpPart } from './winhttp-part.ts';

/** What of a plan does not follow from machine and intent. */
export interface Made {
  readonly id: string;
  readonly createdAt: string;
  readonly toolVersion: string;
  /** SHA-256 of the file with the sealed password, where the intent's sign-in is `sealed`; it is no part of the plan. */
  readonly sealed?: Sha256 | null;
}

/**
 * The plan that makes this machine what is wanted: ordered operations for what differs and for nothing else, and what
 * stands in the way. The machine-wide proxy comes first, then MDE, MDAV and MDI, then the restarts that make it read.
 * What is blocked has no operation; a plan without operations is an ordinary plan. Fails on an intent that is not
 * valid, and where a sealed password is wanted and there is none.
 */
export function planFor(snapshot: Snapshot, intent: Intent, { sealed = null, ...made }: Made): Result<Plan> {
  const checked = checkIntent(intent);
  if (!checked.ok) return checked;
  const wanted = checked.value;
  if (wanted.mdi?.signIn?.kind === 'sealed' && sealed === null)
    return fail({ kind: 'password-unusable', why: 'not-given', longest: null });
  const { effective: before, findings, products, ...readings } = snapshot;
  const changes = together(
    { ...nothing, cautions: exceptionCautions(wanted) },
    winHttpPart(readings, wanted),
    endpointPart(snapshot, readings, wanted),
    antivirusPart(snapshot, readings, wanted),
    wanted.strongCrypto ? strongCryptoPart(readings) : nothing,
    identityPart(snapshot, readings, wanted, sealed),
  );
  const whole = together(changes, restartPart(readings, changes.operations));
  const rows = new Set(effectiveProxies(readings).map((row) => row.service));
  const operations = whole.operations.map(
    (draft, at): Operation => ({ ...draft, id: at + 1, services: draft.services.filter((id) => rows.has(id)) }),
  );
  const expected = effectiveProxies(readingsAfter(readings, operations));
  return ok({
    schema: 1,
    ...made,
    machine: snapshot.machine,
    products,
    intent: wanted,
    before: {
      snapshotId: snapshot.id,
      takenAt: snapshot.takenAt,
      effective: before,
      findings,
      otherAgents: snapshot.otherAgents,
      environment: environmentProxies(snapshot.settings),
    },
    operations,
    blockers: [...whole.blockers],
    cautions: withoutMoot([...whole.cautions], wanted, operations, expected),
    manual: [...whole.manual],
    // Only a look at the machine tells (`makePlan`).
    blastRadius: null,
    expected,
    sensorApiHost: sensorApiHost(snapshot.sensor, wanted),
  });
}

/** Exceptions that take away what the proxy is set for, whether or not they are there already. */
function exceptionCautions({ winhttp, mdav }: Intent): readonly Caution[] {
  const lists = [winhttp, mdav].flatMap((each) => (each?.route.kind === 'static' ? [each.bypass] : []));
  if (lists.some(exceptsEverything)) return ['bypass-excepts-everything'];
  return lists.some((list) => exceptingHostsOf(list, null).length > 0) ? ['bypass-excepts-defender'] : [];
}

function endpointPart({ products }: Snapshot, readings: Readings, { mde, noRevocationPath }: Intent): Part {
  if (mde === null || mde.route.kind === 'keep') return nothing;
  if (!products.mde.installed) return blocked({ kind: 'product-not-installed', product: 'mde' });
  return mdePart(readings, mde.route, noRevocationPath, 'mde');
}

function antivirusPart({ products }: Snapshot, readings: Readings, { mdav, noRevocationPath }: Intent): Part {
  if (mdav === null || mdav.route.kind === 'keep') return nothing;
  if (!products.mdav.installed) return blocked({ kind: 'product-not-installed', product: 'mdav' });
  return mdavPart(readings, mdav.route, mdav.bypass, noRevocationPath, 'mdav');
}

function identityPart({ products }: Snapshot, readings: Readings, intent: Intent, sealed: Sha256 | null): Part {
  const { mdi } = intent;
  if (mdi === null || mdi.route.kind === 'keep') return nothing;
  const { generation } = products.mdi;
  switch (generation) {
    case 'v2':
      return mdiV2Part(readings, mdi, sealed);
    case 'v3':
      // The v3 sensor has no sign-in of its own, and takes none over from MDE, which has none either.
      return givesSignIn(mdi.signIn ?? { kind: 'keep' })
        ? blocked({ kind: 'sign-in-not-possible', because: 'v3' })
        : together(
            { ...nothing, cautions: ['mdi-v3-is-mde-and-mdav'] },
            mdiV3Part(readings, products, intent, mdi.route),
          );
    case 'both':
      return blocked({ kind: 'both-sensors' });
    case 'none':
      return mdiInstallPart(mdi);
    case 'unknown':
      return blocked({ kind: 'sensor-not-installed' });
    default:
      return generation satisfies never;
  }
}

/** Cautions that depend on how the whole plan ends: what Windows itself will use for revocation and updates. */
function withoutMoot(
  cautions: readonly Caution[],
  intent: Intent,
  operations: readonly Operation[],
  expected: readonly EffectiveProxy[],
): Caution[] {
  const routeOf = (service: ServiceId) => expected.find((row) => row.service === service)?.route.kind;
  const covered = routeOf('windows-update') === 'static';
  const named = [intent.mde, intent.mdav, intent.mdi].some(
    (product) => product?.route.kind === 'static' || product?.route.kind === 'pac',
  );
  const bare =
    operations.length > 0 &&
    named &&
    !intent.noRevocationPath &&
    routeOf('revocation') === 'direct' &&
    // Said of WinHTTP already, with its cause.
    !(intent.winhttp?.route.kind === 'static' && exceptsEverything(intent.winhttp.bypass));
  return [
    ...cautions.filter((caution) => caution !== 'mdav-updates-not-covered' || !covered),
    ...(bare ? (['winhttp-direct-for-revocation'] as const) : []),
  ];
}
