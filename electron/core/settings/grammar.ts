/** Placeholder of the grammars of `HOST:PORT` texts; see the table of the settings' formats. */
import { z } from '../zod.ts';

/** Why a typed text was refused. Wording turns each kind into one sentence that says what to write instead. */
export const GrammarFault = z.strictObject({
  kind: z.enum([
    'empty',
    'too-long',
    'non-ascii',
    'space',
    'credentials',
    'scheme-not-allowed',
    'scheme-missing',
    'scheme-unknown',
    'ipv6',
    'bad-host',
    'port-missing',
    'port-zero',
    'port-too-large',
    'bad-port',
    'trailing-text',
    'bad-user',
    'bad-workspace',
    'bad-bypass-entry',
    'bad-url',
  ]),
  /** The text to write instead, where it can be told from what was typed; credentials are left out of it. */
  instead: z.string().max(4096).nullable(),
});
export type GrammarFault = z.infer<typeof GrammarFault>;
