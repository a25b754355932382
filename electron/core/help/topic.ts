import { CitationId } from '../plan/operation.ts';
import { z } from '../zod.ts';

const Line = z.string().min(1).max(1024);

const HelpPart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: Line }),
  /** In this order, one after the other. */
  z.strictObject({ kind: z.literal('steps'), items: z.array(Line).min(1).max(20) }),
  z.strictObject({ kind: z.literal('list'), items: z.array(Line).min(1).max(40) }),
  /** To copy, as administrator where they write. */
  z.strictObject({ kind: z.literal('commands'), items: z.array(Line).min(1).max(20) }),
]);
export type HelpPart = z.infer<typeof HelpPart>;

export const HelpGroup = z.enum(['products', 'steps', 'network', 'operating', 'results', 'questions']);
export type HelpGroup = z.infer<typeof HelpGroup>;

/** One page of the help. `id` is its name in the console: lower case, with hyphens. */
export const HelpTopic = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  group: HelpGroup,
  title: z.string().min(1).max(120),
  parts: z.array(HelpPart).min(1).max(20),
  sources: z.array(CitationId).max(4),
});
export type HelpTopic = z.infer<typeof HelpTopic>;

export const text = (line: string): HelpPart => ({ kind: 'text', text: line });
export const steps = (...items: string[]): HelpPart => ({ kind: 'steps', items });
export const list = (...items: string[]): HelpPart => ({ kind: 'list', items });
export const commands = (...items: string[]): HelpPart => ({ kind: 'commands', items });
