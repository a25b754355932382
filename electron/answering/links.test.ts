import { describe, expect, it } from 'vitest';
import { CitationId } from '../core/plan/operation.ts';
import { linkAddress, openLink } from './links.ts';

describe('linkAddress', () => {
  it.each(CitationId.options.filter((link) => link !== 'general-knowledge'))('%s leads to Microsoft Learn', (link) => {
    const address = new URL(linkAddress(link) ?? '');
    expect(address.origin).toBe('https://learn.microsoft.com');
    expect(address.pathname).toMatch(/^\/en-us\//);
  });

  it('leads nowhere for what no page says', () => {
    expect(linkAddress('general-knowledge')).toBeNull();
  });
});

describe('openLink', () => {
  it('opens the address of the table', async () => {
    const opened: string[] = [];
    const answer = await openLink('mde-configure-proxy', async (address) => void opened.push(address));
    expect(answer).toEqual({ ok: true, value: {} });
    expect(opened).toEqual([linkAddress('mde-configure-proxy')]);
  });

  it('opens nothing where there is no page', async () => {
    const opened: string[] = [];
    const answer = await openLink('general-knowledge', async (address) => void opened.push(address));
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'usage' } });
    expect(opened).toEqual([]);
  });
});
