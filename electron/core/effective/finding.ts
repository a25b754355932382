import { ValueId } from '../settings/catalogue.ts';
import { z } from '../zod.ts';

/** `unknown`: the rule could not be decided because a store that it looks at could not be read. */
export const Severity = z.enum(['error', 'warning', 'info', 'unknown']);
export type Severity = z.infer<typeof Severity>;

/** The detection rules of the resolution order (section 6), and what reading itself can find. */
export const RuleId = z.enum([
  'D1',
  'D2',
  'D3',
  'D4',
  'D5',
  'D6',
  'D7',
  'D8',
  'D9',
  'D10',
  'D11',
  'D12',
  'D13',
  'D14',
  'D15',
  'D16',
  'D17',
  'D18',
  'D19',
  'D20',
  'malformed-value',
  'wrong-type',
  'unreadable',
  'sensor-malformed',
]);
export type RuleId = z.infer<typeof RuleId>;

/** One thing that detection saw. Sentences are made by `wording` from the rule and its facts. */
export const Finding = z.strictObject({
  rule: RuleId,
  severity: Severity,
  /** `read`: from stored values alone; `probed`: a probe has shown it (D4 and D8 have both strengths). */
  strength: z.enum(['read', 'probed']),
  values: z.array(ValueId).max(32),
  /** Names and numbers that the sentence needs; masked where they held a credential. */
  facts: z.record(z.string().max(32), z.string().max(4096)),
});
export type Finding = z.infer<typeof Finding>;
