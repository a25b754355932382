import { dwordOf } from '../codecs/registry-data.ts';
import type { Products, Readings, ServiceName } from './snapshot.ts';

/** What is installed. A service whose state could not be learned counts as there; one that is not listed does not. */
export function productsOf(readings: Readings): Products {
  const sense = installed(readings, 'Sense');
  const defend = serviceOf(readings, 'WinDefend');
  const generation = mdiGeneration(readings, sense);
  return {
    mdi: { generation, version: mdiVersion(readings, generation) },
    mde: {
      installed: sense,
      onboarded: onboarded(readings),
      version: serviceOf(readings, 'Sense')?.version ?? null,
    },
    mdav: {
      installed: installed(readings, 'WinDefend'),
      running: defend?.state === 'running',
      version: defend?.version ?? null,
    },
  };
}

/** The v3 sensor lives inside MDE: without the service `Sense` there is none, however little could be listed. */
function mdiGeneration(readings: Readings, sense: boolean): Products['mdi']['generation'] {
  const v2 = readings.sensor.state !== 'not-installed' || installed(readings, 'AATPSensor');
  const v3 = readings.senseIdentity ?? (sense ? null : false);
  if (v2) return v3 === true ? 'both' : 'v2';
  if (v3 === null) return 'unknown';
  return v3 ? 'v3' : 'none';
}

function mdiVersion(readings: Readings, generation: Products['mdi']['generation']): string | null {
  switch (generation) {
    case 'v2':
    case 'both': {
      const { sensor } = readings;
      const fromFile = sensor.state === 'read' ? sensor.version : null;
      return fromFile ?? serviceOf(readings, 'AATPSensor')?.version ?? null;
    }
    case 'v3':
      return serviceOf(readings, 'Sense')?.version ?? null;
    case 'none':
    case 'unknown':
      return null;
    default:
      return generation satisfies never;
  }
}

function onboarded(readings: Readings): boolean | null {
  const state = dwordOf(readings.settings['mde.onboardingState'].reading);
  if (state.state === 'absent') return false;
  return state.state === 'value' ? state.value === 1 : null;
}

const serviceOf = (readings: Readings, name: ServiceName) => readings.services.find((found) => found.name === name);

function installed(readings: Readings, name: ServiceName): boolean {
  const service = serviceOf(readings, name);
  return service !== undefined && service.state !== 'not-installed';
}
