import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Audit, auditFileLimit } from '../core/drift/audit.ts';
import type { FleetFile } from '../core/drift/fleet.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { problemText } from '../core/wording/problem-text.ts';
import { errorCode } from '../disk/error-code.ts';
import { readJson } from '../disk/read-json.ts';

/** Most files of one folder that are read; a fleet of more needs several pages. */
const fleetLimit = 5000;

/**
 * Every `*.json` of a folder, in the order of their names, each as the result of a comparison or with what is wrong with
 * it. Folders in it are not entered.
 */
export async function readFleet(folder: string): Promise<Result<readonly FleetFile[]>> {
  const place = path.resolve(folder);
  const listed = await namesIn(place);
  if (!listed.ok) return listed;
  const files: FleetFile[] = [];
  for (const file of listed.value.slice(0, fleetLimit)) {
    const read = await readJson(path.join(place, file), auditFileLimit, 'audit', Audit);
    files.push(read.ok ? { file, audit: read.value } : { file, fault: problemText(read.problem).happened });
  }
  const left = listed.value.length - files.length;
  return ok(left <= 0 ? files : [...files, { file: place, fault: `${left} more files were not read.` }]);
}

async function namesIn(place: string): Promise<Result<readonly string[]>> {
  try {
    const names = await readdir(place);
    return ok(names.filter((name) => name.toLowerCase().endsWith('.json')).sort());
  } catch (error) {
    const shown = place.slice(0, 1024);
    const code = errorCode(error);
    return fail(
      code === 'ENOENT'
        ? { kind: 'file-missing', file: 'audit', path: shown }
        : { kind: 'file-unreadable', file: 'audit', path: shown, code },
    );
  }
}
