import { readdir } from 'node:fs/promises';

/** The name of the folder of a run is its id. */
export const runName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The runs of this machine by their ids, in no order. */
export async function runNames(root: string): Promise<string[]> {
  return (await readdir(root)).filter((name) => runName.test(name));
}
