import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { z } from '../../core/zod.ts';
import { errorCode } from '../../disk/error-code.ts';
import { makeFolders } from '../../disk/make-folders.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import { newHives } from './registry-file.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { plantSensor } from './sensor-store.ts';
import { newServices } from './service-control.ts';
import { jsonBytes, readStateFile } from './state-file.ts';
import { windowsKeys } from './windows-keys.ts';

/** `lab.json`: which scenario the folder belongs to. */
const LabFile = z.strictObject({ schema: z.literal(1), scenario: z.string().max(64), madeAt: z.iso.datetime() });

const sizeLimit = 16 * 1024;
/** Enough for several processes that open the same new folder at once. */
const attempts = 5;

/**
 * Makes the state folder of a scenario where it is missing or empty, in one rename, so that another process sees no
 * part of it; otherwise checks that it is this scenario's. Returns the folder's absolute path.
 */
export async function openLabFolder(stateDir: string, name: string, scenario: Scenario): Promise<Result<string>> {
  const folder = path.resolve(stateDir);
  for (let attempt = 1; ; attempt += 1) {
    const found = await readStateFile(path.join(folder, 'lab.json'), LabFile, sizeLimit);
    if (found.ok) return belongs(found.value.scenario, name, folder);
    if (found.problem.kind !== 'file-missing') return found;
    const made = await make(folder, name, scenario);
    // Another process may have made the folder meanwhile; then the next look finds its file.
    if (made.ok || attempt === attempts) return made;
  }
}

function belongs(scenario: string, name: string, folder: string): Result<string> {
  if (scenario === name) return ok(folder);
  const expected = `"${name}"; this state folder is a lab of "${scenario}", so choose that scenario or an empty folder`;
  return fail({ kind: 'bad-field', file: 'lab', at: 'scenario', expected });
}

async function make(folder: string, name: string, scenario: Scenario): Promise<Result<string>> {
  const fresh = `${folder}.${randomUUID()}.new`;
  try {
    if ((await readdir(folder).catch(() => [])).length > 0) {
      const detail = `the state folder ${folder} holds other files and no lab.json; choose an empty or a new folder`;
      return fail({ kind: 'usage', detail: detail.slice(0, 1024) });
    }
    await makeFolders(fresh);
    await fill(fresh, name, scenario);
    // Windows does not rename over an existing folder, not even over an empty one.
    if (process.platform === 'win32') await rmdir(folder).catch(() => undefined);
    await rename(fresh, folder);
    return ok(folder);
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: folder.slice(0, 1024), code: errorCode(error) });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function fill(folder: string, name: string, scenario: Scenario): Promise<void> {
  const write = async (file: string, value: unknown) => {
    const written = await replaceFile(path.join(folder, file), jsonBytes(value));
    if (!written.ok) throw new Error(`cannot write ${file}`);
  };
  await Promise.all([
    write('lab.json', { schema: 1, scenario: name, madeAt: new Date().toISOString() }),
    write('registry.json', newHives(windowsKeys, scenario.values)),
    write('services.json', newServices(scenario.services)),
    write('ports.json', {}),
    scenario.sensor === null ? null : plantSensor(folder, scenario.sensor),
  ]);
}
