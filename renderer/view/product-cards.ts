import type { ServiceName, Snapshot } from '../../electron/core/plan/snapshot.ts';
import { productName } from '../../electron/core/wording/names.ts';
import { text } from '../text.ts';

export interface ProductCardView {
  readonly name: string;
  readonly tone: 'good' | 'warn' | 'quiet' | 'unknown';
  readonly state: string;
  readonly facts: readonly string[];
}

const present = (fact: string | null): fact is string => fact !== null;
const versionFact = (version: string | null) =>
  version === null ? text.detect.versionUnknown : text.detect.version(version);

function isRunning(snapshot: Snapshot, name: ServiceName): boolean | null {
  const state = snapshot.services.find((service) => service.name === name)?.state;
  if (state === undefined || state === 'unknown') return null;
  return state === 'running';
}

const runState = (running: boolean | null) => {
  if (running === null) return { tone: 'unknown', state: text.detect.runningUnknown } as const;
  return running
    ? ({ tone: 'good', state: text.detect.running } as const)
    : ({ tone: 'warn', state: text.detect.stopped } as const);
};

const absent = { tone: 'quiet', state: text.detect.notInstalled, facts: [] } as const;

/** The three products as cards: installed or not, running, version, onboarded, sensor generation. */
export function productCards(snapshot: Snapshot): readonly ProductCardView[] {
  return [mdiCard(snapshot), mdeCard(snapshot), mdavCard(snapshot)];
}

function mdiCard(snapshot: Snapshot): ProductCardView {
  const { generation, version } = snapshot.products.mdi;
  const name = productName('mdi');
  const facts = [text.detect.generation[generation], versionFact(version)];
  switch (generation) {
    case 'none':
      return { name, ...absent };
    case 'v2':
      return { name, ...runState(isRunning(snapshot, 'AATPSensor')), facts };
    case 'v3':
      return { name, ...runState(snapshot.senseIdentity), facts };
    case 'both':
      return { name, tone: 'warn', state: text.detect.installed, facts };
    case 'unknown':
      return { name, tone: 'unknown', state: text.detect.generation.unknown, facts: [] };
    default:
      return generation satisfies never;
  }
}

function mdeCard(snapshot: Snapshot): ProductCardView {
  const { installed, onboarded, version } = snapshot.products.mde;
  const name = productName('mde');
  if (!installed) return { name, ...absent };
  const onboarding =
    onboarded === null ? text.detect.onboardedUnknown : onboarded ? text.detect.onboarded : text.detect.notOnboarded;
  return {
    name,
    ...runState(isRunning(snapshot, 'Sense')),
    facts: [onboarding, connectivityFact(snapshot.onboarding), versionFact(version)].filter(present),
  };
}

function connectivityFact(onboarding: Snapshot['onboarding']): string | null {
  if (onboarding === null) return null;
  return 'fault' in onboarding ? text.detect.onboardingFault : text.detect.connectivity[onboarding.connectivity];
}

function mdavCard(snapshot: Snapshot): ProductCardView {
  const { installed, version } = snapshot.products.mdav;
  const name = productName('mdav');
  if (!installed) return { name, ...absent };
  return { name, ...runState(isRunning(snapshot, 'WinDefend')), facts: [versionFact(version)] };
}
