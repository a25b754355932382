import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readCapped } from '../../disk/read-capped.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import { type SensorStore, type ServiceControl, sensorFileLimit, type Win32 } from '../machine.ts';
import type { WriteGate } from './run-quirks.ts';
import { type Scenario, thumbprintPlace } from './scenarios/scenario.ts';
import { labCertificate, plantCertificate } from './sensor-certificate.ts';
import { serviceVersion } from './service-control.ts';
import { accessDenied, type Token } from './token.ts';

/** ERROR_FILE_NOT_FOUND. */
const notFound = 2;
/** ERROR_READ_FAULT and ERROR_WRITE_FAULT. */
const readFault = 30;
const writeFault = 29;

/** The folder name of a sensor holds its version, as in `C:\Program Files\Azure Advanced Threat Protection Sensor`. */
const versionName = /^\d{1,10}(?:\.\d{1,10}){1,3}$/;

type SensorSeed = NonNullable<Scenario['sensor']>;

export function sensorStore(folder: string, services: ServiceControl, token: Token, gate: WriteGate): SensorStore {
  const locate = async () => {
    const version = await serviceVersion(services, 'AATPSensor');
    return version === null || !versionName.test(version) ? null : { version, path: sensorPath(folder, version) };
  };
  return {
    async read() {
      const found = await locate();
      if (found === null) return { state: 'not-installed' };
      if (!token.readsProtected) return { state: 'unreadable', win32: accessDenied };
      const bytes = await readCapped(found.path, sensorFileLimit, 'sensor-configuration');
      if (bytes.ok) return { state: 'read', ...found, bytes: bytes.value };
      if (bytes.problem.kind === 'file-too-large') return { state: 'too-large', path: found.path };
      return { state: 'unreadable', win32: bytes.problem.kind === 'file-missing' ? notFound : readFault };
    },
    write: (bytes) =>
      gate.pass(async (): Promise<Win32> => {
        const found = await locate();
        if (found === null) return notFound;
        return (await replaceFile(found.path, bytes)).ok ? 0 : writeFault;
      }),
    certificate: (thumbprint) => labCertificate(folder, thumbprint),
  };
}

/** Puts the configuration of a freshly installed sensor in its version folder, and makes the certificate it names. */
export async function plantSensor(folder: string, { version, text }: SensorSeed): Promise<void> {
  const file = sensorPath(folder, version);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const named = text.replaceAll(thumbprintPlace, await plantCertificate(folder));
  await replaceFile(file, new TextEncoder().encode(named));
}

function sensorPath(folder: string, version: string): string {
  return path.join(folder, 'sensor', version, 'SensorConfiguration.json');
}
