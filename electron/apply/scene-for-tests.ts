import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Machine } from '../machine/machine.ts';

/** All that a lab's machine consists of: its hives, its services, the sensor's file to the byte. */
export async function stateOf(machine: Machine, labFolder: string) {
  const sensor = await machine.sensor.read();
  return {
    registry: JSON.parse(await readFile(path.join(labFolder, 'registry.json'), 'utf8')) as unknown,
    services: await machine.services.list(),
    sensor: sensor.state === 'read' ? Buffer.from(sensor.bytes).toString('latin1') : sensor.state,
  };
}
