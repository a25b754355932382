import {
  type BlastRadius,
  blastRadiusOf,
  type ProcessLook,
  type RunningService,
} from '../../core/plan/blast-radius.ts';
import type { ServiceFact } from '../../core/plan/snapshot.ts';
import type { Token } from './token.ts';

/** What runs on an ordinary domain controller besides the services of the product: its process, program and account. */
const others: readonly (RunningService & { readonly program: string; readonly winhttp: boolean })[] = [
  { name: 'NTDS', pid: 700, account: 'local-system', program: 'lsass.exe', winhttp: false },
  { name: 'Kdc', pid: 700, account: 'local-system', program: 'lsass.exe', winhttp: false },
  { name: 'DNS', pid: 2300, account: 'local-system', program: 'dns.exe', winhttp: false },
  { name: 'wuauserv', pid: 1200, account: 'local-system', program: 'svchost.exe', winhttp: true },
  { name: 'BITS', pid: 1200, account: 'local-system', program: 'svchost.exe', winhttp: true },
  { name: 'gpsvc', pid: 1240, account: 'local-system', program: 'svchost.exe', winhttp: false },
  { name: 'EventLog', pid: 1300, account: 'local-service', program: 'svchost.exe', winhttp: false },
  { name: 'W32Time', pid: 1340, account: 'local-service', program: 'svchost.exe', winhttp: false },
  { name: 'WinHttpAutoProxySvc', pid: 1360, account: 'local-service', program: 'svchost.exe', winhttp: true },
  { name: 'CryptSvc', pid: 1400, account: 'network-service', program: 'svchost.exe', winhttp: true },
  { name: 'Dnscache', pid: 1420, account: 'network-service', program: 'svchost.exe', winhttp: false },
  { name: 'ContosoBackup', pid: 4100, account: 'other', program: 'ContosoBackup.exe', winhttp: true },
];

type Runs = Pick<(typeof others)[number], 'account' | 'program' | 'winhttp'>;

const own: Readonly<Partial<Record<ServiceFact['name'], Runs>>> = {
  AATPSensor: { account: 'local-service', program: 'Microsoft.Tri.Sensor.exe', winhttp: false },
  AATPSensorUpdater: { account: 'local-system', program: 'Microsoft.Tri.Sensor.Updater.exe', winhttp: false },
  Sense: { account: 'local-system', program: 'MsSense.exe', winhttp: true },
  DiagTrack: { account: 'local-system', program: 'svchost.exe', winhttp: true },
  WinDefend: { account: 'local-system', program: 'MsMpEng.exe', winhttp: true },
  HealthService: { account: 'local-system', program: 'HealthService.exe', winhttp: true },
  himds: { account: 'other', program: 'himds.exe', winhttp: false },
};

/** Protected processes cannot be looked into, whatever the rights; without rights no process of a service can. */
const closed: readonly string[] = ['MsSense.exe', 'MsMpEng.exe'];

/** Who shares accounts and WinHTTP on the lab's machine, as far as this token can see. */
export function blastRadius(services: readonly ServiceFact[], token: Token): BlastRadius {
  const running = services.flatMap(({ name, state }, at) => {
    const about = own[name];
    return state === 'running' && about !== undefined ? [{ name, pid: 5000 + at * 4, ...about }] : [];
  });
  const all = [...others, ...running];
  const looks = new Map(
    all.map(({ pid, program, winhttp }): [number, ProcessLook] => [
      pid,
      { pid, program, winhttp: token.elevated && !closed.includes(program) ? winhttp : null },
    ]),
  );
  return blastRadiusOf(all, [...looks.values()]);
}
