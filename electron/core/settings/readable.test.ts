import { expect, it } from 'vitest';
import { fixedMask, readable, withoutQuery } from './readable.ts';

it.each([
  ['***:******@proxy:8080', '***:***@proxy:8080'],
  ['http://*:*@proxy:8080', 'http://***:***@proxy:8080'],
  ['http://*******@proxy:8080', 'http://***@proxy:8080'],
  ['***:**%40proxy', '***:***%40proxy'],
  ['*.contoso.com;<local>', '*.contoso.com;<local>'],
  ['proxy-team@contoso.com', 'proxy-team@contoso.com'],
])('shows %s as %s, whatever the length of the secret', (masked, shown) => {
  expect(fixedMask(masked)).toBe(shown);
});

it('hides the query of a PAC address and leaves the rest', () => {
  expect(withoutQuery('http://p.contoso.com/proxy.pac?key=abc')).toBe('http://p.contoso.com/proxy.pac?***');
  expect(withoutQuery('http://p.contoso.com/proxy.pac')).toBe('http://p.contoso.com/proxy.pac');
});

it('cuts what nobody would read, and says how long it is', () => {
  const text = readable('a'.repeat(30_000));
  expect(text.length).toBeLessThan(1100);
  expect(text).toContain('30000 characters in all');
  expect(readable('a'.repeat(1000))).toHaveLength(1000);
});
