import path from 'node:path';
import { z } from '../../../core/zod.ts';
import type { Dial } from '../../machine.ts';
import { locked } from '../lock.ts';
import { readStateFile, replaceStateFile } from '../state-file.ts';
import { loopback } from './loopback.ts';

/**
 * `ports.json`: what listens where. Keys are `name:port` (`*:443` and `*:80` for all origins). An entry with
 * `"external": true` was written by somebody else and is honoured as given, so that a real proxy can take the place of
 * one of the lab's; it can only be on the loopback address.
 */
const Entry = z.union([
  z.strictObject({ address: z.literal(loopback), port: z.int().min(1).max(65535), external: z.literal(true) }),
  z.strictObject({ address: z.literal(loopback), port: z.int().min(1).max(65535), pid: z.int().min(0) }),
]);
const Ports = z.record(z.string().min(1).max(260), Entry);
type Ports = z.infer<typeof Ports>;

const sizeLimit = 256 * 1024;

export interface PortsFile {
  /** The external server in the place of `name:port`, or null. */
  external(name: string): Promise<Dial | null>;
  /** Notes that this process listens for a name. */
  note(name: string, port: number): Promise<void>;
  /** Takes this process's notes away. */
  forget(): Promise<void>;
}

export function portsFile(folder: string): PortsFile {
  const file = path.join(folder, 'ports.json');
  const read = async (): Promise<Ports> => {
    const found = await readStateFile(file, Ports, sizeLimit);
    // A file that somebody spoilt holds no external server; wrong entries are not guessed at.
    return found.ok ? found.value : {};
  };
  const change = (edit: (ports: Ports) => Ports) =>
    locked(`${file}.lock`, async () => {
      const found = await readStateFile(file, Ports, sizeLimit);
      if (found.ok || found.problem.kind === 'file-missing')
        await replaceStateFile(file, edit(found.ok ? found.value : {}));
    });
  let noted = false;
  return {
    async external(name) {
      const entry = (await read())[name];
      return entry !== undefined && 'external' in entry ? { address: entry.address, port: entry.port } : null;
    },
    async note(name, port) {
      noted = true;
      await change((ports) => {
        const there = ports[name];
        return there !== undefined && 'external' in there
          ? ports
          : { ...ports, [name]: { address: loopback, port, pid: process.pid } };
      });
    },
    async forget() {
      if (!noted) return;
      noted = false;
      await change((ports) =>
        Object.fromEntries(
          Object.entries(ports).filter(([, entry]) => 'external' in entry || entry.pid !== process.pid),
        ),
      );
    },
  };
}
