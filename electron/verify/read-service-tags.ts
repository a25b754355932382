import {
  ServiceTagFile,
  type ServiceTags,
  serviceTagFileLimit,
  serviceTagsOf,
} from '../core/connectivity/service-tags.ts';
import { ok, type Result } from '../core/plan/result.ts';
import { readJson } from '../disk/read-json.ts';

/** Azure's service tags out of a file as Microsoft publishes it. */
export async function readServiceTags(path: string): Promise<Result<ServiceTags>> {
  const file = await readJson(path, serviceTagFileLimit, 'service-tags', ServiceTagFile);
  return file.ok ? ok(serviceTagsOf(file.value)) : file;
}
