import path from 'node:path';
import { ServiceFact, ServiceName } from '../../core/plan/snapshot.ts';
import { z } from '../../core/zod.ts';
import type { ServiceControl, Win32 } from '../machine.ts';
import { locked } from './lock.ts';
import type { Scenario, ServiceSeed } from './scenarios/scenario.ts';
import { readStateFile, replaceStateFile } from './state-file.ts';
import { accessDenied, type Token } from './token.ts';

const Services = z.array(ServiceFact).max(16);
type Services = z.infer<typeof Services>;

const sizeLimit = 64 * 1024;
/** ERROR_SERVICE_DOES_NOT_EXIST. */
const noSuchService = 1060;
/** ERROR_SERVICE_REQUEST_TIMEOUT: the service did not answer the start request in time. */
const startTimedOut = 1053;
/** ERROR_READ_FAULT: the lab's own file is not what it has to be. */
const unreadable = 30;

/** Stopping the updater stops the sensor, which depends on it; a starting updater starts the sensor. */
const updater: ServiceName = 'AATPSensorUpdater';
const sensor: ServiceName = 'AATPSensor';
/** Protected processes: administrators cannot stop or start them. */
const protectedServices: readonly ServiceName[] = ['Sense', 'WinDefend'];

export function serviceControl(folder: string, scenario: Scenario, token: Token): ServiceControl {
  const file = path.join(folder, 'services.json');
  const read = () => readStateFile(file, Services, sizeLimit);

  const move = (name: ServiceName, wanted: 'stopped' | 'running'): Promise<Win32> =>
    locked(`${file}.lock`, async () => {
      const found = await read();
      if (!found.ok) return unreadable;
      const now = found.value.find((service) => service.name === name);
      if (now === undefined || now.state === 'not-installed') return noSuchService;
      if (!token.elevated || protectedServices.includes(name)) return accessDenied;
      if (now.state === wanted) return 0;
      if (wanted === 'running' && name === updater && scenario.updaterStuck) return startTimedOut;
      const moved = found.value.map((service) => (movesWith(name, service) ? { ...service, state: wanted } : service));
      return (await replaceStateFile(file, moved)).ok ? 0 : unreadable;
    });

  return {
    async list() {
      const found = await read();
      return found.ok
        ? complete(found.value)
        : ServiceName.options.map((name) => ({ name, state: 'unknown', version: null }));
    },
    stop: (name) => move(name, 'stopped'),
    start: (name) => move(name, 'running'),
  };
}

/** The content of a new `services.json`. */
export function newServices(seeds: readonly ServiceSeed[]): Services {
  return complete([...seeds]);
}

/** The file version of a service's program, read again at every call because updates change it. */
export async function serviceVersion(control: ServiceControl, name: ServiceName): Promise<string | null> {
  const found = (await control.list()).find((service) => service.name === name);
  return found === undefined || found.state === 'not-installed' ? null : found.version;
}

function movesWith(name: ServiceName, service: ServiceFact): boolean {
  if (service.name === name) return true;
  return name === updater && service.name === sensor && service.state !== 'not-installed';
}

function complete(known: Services): Services {
  return ServiceName.options.map(
    (name) => known.find((service) => service.name === name) ?? { name, state: 'not-installed', version: null },
  );
}
