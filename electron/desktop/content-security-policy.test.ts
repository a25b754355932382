import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wizardPolicy } from './content-security-policy.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('lets the rules that stand in the page through, and an empty style element for Griffel, and no other', () => {
  const css = readFileSync(new URL('../../renderer/window.css', import.meta.url), 'utf8');
  const styles = wizardPolicy.split('; ').find((directive) => directive.startsWith('style-src'));
  expect(styles).toBe(`style-src ${hashOf('')} ${hashOf(css)}`);
});
