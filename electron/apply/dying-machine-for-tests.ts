import { appendFile } from 'node:fs/promises';
import type { Machine } from '../machine/machine.ts';
import type { Append } from './run-journal.ts';

/**
 * Called before and after everything that reaches the machine or the disk; a test ends the world in one of them, and
 * does `last` just before.
 */
export type Step = (name: string, last?: () => Promise<unknown>) => Promise<void>;

/** The same machine with a step around each of its effects. */
export function steppedMachine(machine: Machine, step: Step): Machine {
  const around = async <T>(name: string, effect: () => Promise<T>): Promise<T> => {
    await step(`before ${name}`);
    const result = await effect();
    await step(`after ${name}`);
    return result;
  };
  return {
    ...machine,
    settings: {
      ...machine.settings,
      write: (id, image) => around(`write ${id}`, () => machine.settings.write(id, image)),
    },
    winhttp: { ...machine.winhttp, write: (proxy) => around('write winhttp', () => machine.winhttp.write(proxy)) },
    sensor: {
      ...machine.sensor,
      write: (bytes) => around('write sensor', () => machine.sensor.write(bytes)),
    },
    services: {
      list: () => machine.services.list(),
      stop: (name) => around(`stop ${name}`, () => machine.services.stop(name)),
      start: (name) => around(`start ${name}`, () => machine.services.start(name)),
    },
  };
}

/** The same flushed append with a step before it, one in the middle of its line, and one after it. */
export function steppedAppend(append: Append, step: Step): Append {
  return async (file, line) => {
    const { event } = JSON.parse(line) as { event: string }; // a journal line
    await step(`before line ${event}`);
    await step(`within line ${event}`, () => appendFile(file, line.slice(0, line.length / 2)));
    const result = await append(file, line);
    await step(`after line ${event}`);
    return result;
  };
}
