import { textOf } from '../codecs/registry-data.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Setting } from '../settings/reading.ts';
import { maskText } from '../settings/seal.ts';
import { z } from '../zod.ts';

/** The machine's proxy variables, in the order in which they are shown. */
const variables = ['env.httpsProxy', 'env.httpProxy', 'env.allProxy', 'env.noProxy'] as const satisfies ValueId[];

/**
 * A proxy variable of the machine that is set, or of which that is not known. The Azure Arc agent takes it up, and so
 * may the curl client inside of MDE's unified agent for Windows Server 2016 (settings, section 3); no other service does.
 */
export const EnvironmentProxy = z.strictObject({
  value: z.enum(variables),
  /** The stored text with its credentials masked; null where it could not be read. */
  text: z.string().max(4096).nullable(),
});
export type EnvironmentProxy = z.infer<typeof EnvironmentProxy>;

/** An empty text is taken for none, as these programs do. */
export function environmentProxies(settings: Readonly<Record<ValueId, Setting>>): EnvironmentProxy[] {
  return variables.flatMap((value): EnvironmentProxy[] => {
    const read = textOf(settings[value].reading);
    if (read.state === 'absent' || (read.state === 'value' && read.value === '')) return [];
    return [{ value, text: read.state === 'value' ? maskText(read.value).text.slice(0, 4096) : null }];
  });
}
