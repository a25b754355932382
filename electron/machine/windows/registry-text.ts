import { hexOf, textOf } from '../../core/codecs/registry-data.ts';
import type { Queried } from './registry.ts';

/** The text of a REG_SZ or REG_EXPAND_SZ (unexpanded); null where it is not there, of another type or malformed. */
export function registryText(queried: Queried): string | null {
  if (!('bytes' in queried)) return null;
  const text = textOf({ state: 'present', type: queried.type, hex: hexOf(queried.bytes) });
  return text.state === 'value' ? text.value : null;
}
