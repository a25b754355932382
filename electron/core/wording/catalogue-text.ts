import type { CatalogueStamp } from '../connectivity/catalogue-stamp.ts';

/** Which catalogue of endpoints was used: `endpoint catalogue version 1 of 2026-11, shipped with the program`. */
export function catalogueText({ origin, version, asOf }: CatalogueStamp): string {
  const whose = origin === 'shipped' ? 'shipped with the program' : "the administrator's own file";
  return `endpoint catalogue version ${version} of ${asOf}, ${whose}`;
}
