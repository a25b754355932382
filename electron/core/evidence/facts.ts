import type { ServiceId } from '../effective/effective.ts';
import type { MapsAnswer } from './maps-answer.ts';
import type { SenseEvent } from './sense-event.ts';
import type { SensorLogEntry } from './sensor-log.ts';
import type { TcpRow } from './tcp-table.ts';

/** Programs whose connections are told apart, and whose traffic each of them makes. */
export const watchedPrograms = {
  'Microsoft.Tri.Sensor.exe': 'mdi-sensor',
  'Microsoft.Tri.Sensor.Updater.exe': 'mdi-updater',
  'SenseIdentity.exe': 'mdi-v3',
  'MsSense.exe': 'sense',
  'MsMpEng.exe': 'mdav-cloud',
} as const satisfies Record<string, ServiceId>;
export type WatchedProgram = keyof typeof watchedPrograms;

/** A watched program's connection to another computer. */
export interface Connection extends Pick<TcpRow, 'address' | 'port' | 'since'> {
  readonly program: WatchedProgram;
  readonly state: 'established' | 'opening';
}

/** What a machine tells of its services' traffic, before anything is concluded from it. */
export type ConnectionsSeen =
  | { readonly state: 'read'; readonly running: readonly WatchedProgram[]; readonly connections: readonly Connection[] }
  | { readonly state: 'unread'; readonly win32: number };

export type SenseEventsSeen =
  /** The newest first, and only so many. */
  | { readonly state: 'read'; readonly events: readonly SenseEvent[] }
  | { readonly state: 'unread'; readonly win32: number };

export type SensorLogSeen =
  | {
      readonly state: 'read';
      readonly files: readonly { readonly name: string; readonly entries: readonly SensorLogEntry[] }[];
    }
  | { readonly state: 'not-installed' }
  | { readonly state: 'unread'; readonly why: 'denied' | 'missing' | 'unreadable' };

/** The end of `MpCmdRun -ValidateMapsConnection`. */
export type MapsTestSeen =
  | ({ readonly state: 'ran'; readonly code: number } & MapsAnswer)
  | { readonly state: 'not-installed' }
  /** `unsafe`: its file could be exchanged by ordinary users, so it is not run with administrator rights. */
  | { readonly state: 'not-run'; readonly why: 'not-elevated' | 'timeout' | 'unsafe' | 'failed' };

/** Where `Test-MDISensorApiConnection` comes from; null where that could not be told. */
export type SensorModule = 'present' | 'absent' | null;
