import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import { ok, type Result } from '../core/plan/problem.ts';
import { readCatalogue } from '../verify/own-catalogue.ts';
import { readServiceTags } from '../verify/read-service-tags.ts';
import { type ChosenCatalogue, shipped } from '../verify/shipped-catalogue.ts';

/** The files that the admin may hand over for tests, by their paths. */
export interface EndpointFiles {
  /** A catalogue of endpoints in the place of the shipped one; null: the shipped one. */
  readonly endpoints: string | null;
  /** Microsoft's file of Azure service tags; null: addresses are not compared with any. */
  readonly serviceTags: string | null;
}

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
