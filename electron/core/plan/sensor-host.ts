import type { Cloud, Intent } from './intent.ts';
import type { SensorReading } from './snapshot.ts';

/** What follows `<workspace>sensorapi` in each cloud (endpoint catalogue, MDI). */
const suffixes = {
  commercial: 'atp.azure.com',
  gcc: 'gcc.atp.azure.com',
  gcchigh: 'atp.azure.us',
  dod: 'atp.azure.us',
} as const satisfies Record<Cloud, string>;

/** The sensor API host: what the installed sensor uses, else what the workspace's name makes it. */
export function sensorApiHost(sensor: SensorReading, intent: Intent): string | null {
  if (sensor.state === 'read' && sensor.apiHost !== null) return sensor.apiHost;
  const workspace = intent.mdi?.workspace ?? null;
  return workspace === null ? null : workspaceHost(workspace, intent.cloud);
}

/** The sensor API host of a workspace by its name. */
export const workspaceHost = (workspace: string, cloud: Cloud): string => `${workspace}sensorapi.${suffixes[cloud]}`;

/** The cloud that a sensor API host belongs to; null where that cannot be told (GCC High and DoD share a suffix). */
export function cloudOf(host: string): Cloud | 'us-government' | null {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.endsWith(`.${suffixes.gcc}`)) return 'gcc';
  if (name.endsWith(`.${suffixes.gcchigh}`)) return 'us-government';
  return name.endsWith(`.${suffixes.commercial}`) ? 'commercial' : null;
}
