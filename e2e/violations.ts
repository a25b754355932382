import type { Page } from '@playwright/test';

/**
 * Loads the page anew with an ear for what its policy refuses, from its first script on; returns what was refused so
 * far. (The first load of a window is under way before a test can listen.)
 */
export async function violationsDuring(page: Page): Promise<() => readonly string[]> {
  const refused: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => refused.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note: unknown = Reflect.get(window, 'noteViolation');
      if (typeof note === 'function') note(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  await page.reload();
  return () => refused;
}
