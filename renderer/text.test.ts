import { describe, expect, it } from 'vitest';
import { requestWords } from '../electron/core/wording/proxy-request-text.ts';
import { text } from './text.ts';

describe('the words of the window', () => {
  it('are those by which a letter that was made in it leads back to it', () => {
    const { redact, redaction, heading } = text.report;
    for (const words of [redact.tenantHosts, redaction, heading])
      expect(requestWords.withheld(2, 'window')).toContain(`"${words}"`);
  });
});
