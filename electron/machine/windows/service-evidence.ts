import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EvidenceSource } from '../machine.ts';
import { mapsTest } from './maps-test.ts';
import { programFilesFolder } from './program-files.ts';
import { senseEvents } from './sense-events.ts';
import { sensorLog } from './sensor-log-files.ts';
import { tcpConnections } from './tcp-connections.ts';

/** A resolver that does not answer; nothing waits for it any longer. */
const resolveMs = 5000;

/** What this computer tells of its services' traffic. */
export function serviceEvidence(elevated: boolean): EvidenceSource {
  return {
    connections: async () => tcpConnections(),
    addresses,
    senseEvents: async () => senseEvents(),
    sensorLog: async () => sensorLog(),
    mapsTest: (signal) => mapsTest(elevated, signal),
    sensorModule: async () => sensorModule(),
    bootedAt: async () => new Date(Date.now() - os.uptime() * 1000),
  };
}

async function addresses(host: string): Promise<readonly string[] | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), resolveMs);
  });
  const found = lookup(host, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => null,
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

/** Modules for all users lie there; one that a person installed for themselves alone is not looked for. */
function sensorModule(): 'present' | 'absent' | null {
  const programs = programFilesFolder();
  if (programs === null) return null;
  return existsSync(path.win32.join(programs, 'WindowsPowerShell', 'Modules', 'DefenderForIdentity'))
    ? 'present'
    : 'absent';
}
