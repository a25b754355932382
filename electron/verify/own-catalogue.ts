import { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { parseFile } from '../core/plan/parse-file.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { readCapped } from '../disk/read-capped.ts';
import { decoded } from '../disk/read-json.ts';
import { sha256 } from '../disk/sha256.ts';
import { type ChosenCatalogue, shippedCatalogue } from './shipped-catalogue.ts';

/** Largest catalogue that is read, in bytes; the shipped one has about 160 KB. */
export const catalogueFileLimit = 4 * 1024 * 1024;

/**
 * The admin's own catalogue, of the same schema as the shipped one. SECURITY: a root is known by its SHA-256, so a file
 * may add roots, but not give the id of a shipped one to another certificate: a company's own CA would otherwise be
 * reported under the name of a public root.
 */
export async function readCatalogue(path: string): Promise<Result<ChosenCatalogue>> {
  const bytes = await readCapped(path, catalogueFileLimit, 'endpoints');
  if (!bytes.ok) return bytes;
  const text = decoded(bytes.value, 'endpoints');
  if (!text.ok) return text;
  const parsed = parseFile(EndpointCatalogue, 'endpoints', text.value);
  if (!parsed.ok) return parsed;
  const catalogue = parsed.value;
  for (const [id, { sha256: known }] of Object.entries(shippedCatalogue().roots)) {
    const own = catalogue.roots[id];
    if (own === undefined || own.sha256 === known) continue;
    const at = `roots["${id}"].sha256`;
    return fail({ kind: 'bad-field', file: 'endpoints', at, expected: `${known}, which this root has, or another id` });
  }
  const { version, asOf } = catalogue;
  return ok({ catalogue, stamp: { origin: 'own', version, asOf, sha256: sha256(bytes.value) } });
}
