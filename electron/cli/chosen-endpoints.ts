import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import type { TestFiles } from '../core/plan/account-run.ts';
import { ok, type Result } from '../core/plan/result.ts';
import { readCatalogue } from '../verify/own-catalogue.ts';
import { readServiceTags } from '../verify/read-service-tags.ts';
import { type ChosenCatalogue, shipped } from '../verify/shipped-catalogue.ts';

/** The files that the admin may hand over for tests, by their paths as they were written. */
export type EndpointFiles = TestFiles;

/** What is tested by: read before anything is tested, so that a file that is not right costs nothing. */
export async function chooseEndpoints({
  endpoints,
  serviceTags,
}: EndpointFiles): Promise<Result<{ readonly catalogue: ChosenCatalogue; readonly serviceTags?: ServiceTags }>> {
  const catalogue = endpoints === null ? ok(shipped()) : await readCatalogue(endpoints);
  if (!catalogue.ok) return catalogue;
  const tags = serviceTags === null ? ok(null) : await readServiceTags(serviceTags);
  if (!tags.ok) return tags;
  return ok({ catalogue: catalogue.value, ...(tags.value !== null && { serviceTags: tags.value }) });
}
