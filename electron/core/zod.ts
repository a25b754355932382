/**
 * The one door to zod. `jitless` has to be set before the first schema is made: zod otherwise probes
 * `new Function`, which the page's Content-Security-Policy reports as a violation.
 */
import { z } from 'zod';

z.config({ jitless: true });

export { z };
