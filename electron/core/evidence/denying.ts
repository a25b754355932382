import type { ServiceId } from '../effective/effective.ts';
import type { Evidence } from './evidence.ts';

/** Services that show by themselves that they do not get through, or not by the way that is set; each once. */
export function servicesDenying(evidence: Evidence | undefined): readonly ServiceId[] {
  const items = (evidence?.items ?? []).filter(({ state }) => state === 'differs' || state === 'fails');
  return [...new Set(items.map(({ service }) => service))];
}
