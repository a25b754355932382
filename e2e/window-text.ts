import type { Page } from '@playwright/test';

/** What a person can read or hear on the page now: texts that are shown, names, hints, and the choices of lists. */
export function textsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>([document.title]);
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label'])
        found.add(element.getAttribute(name) ?? '');
      // Commands and stored values are data by their element.
      if (element.closest('code, pre, script, style') !== null) continue;
      const { visibility } = getComputedStyle(element);
      const isShown = element.getClientRects().length > 0 && visibility !== 'hidden';
      if (!isShown && !(element instanceof HTMLOptionElement)) continue;
      const own = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : []));
      // A text that may break at certain places is one text all the same.
      const parts = element.querySelector(':scope > wbr') === null ? own : [own.join('')];
      for (const part of parts) found.add(part.trim());
    }
    return [...found].filter((text) => /[a-z]{2}/i.test(text));
  });
}

/** What is wider than its place: the page as a whole, and every text that is cut off or reaches out of the window. */
export function spilling(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth) found.push('the page is wider than the window');
    if (scrollHeight > clientHeight) found.push('the page scrolls as a whole');
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      // What is one pixel wide is there to be heard.
      if (box.width <= 1 || box.height <= 1) continue;
      // What turns in its place reaches out of it at every corner.
      if (element.getAttribute('role') === 'progressbar') continue;
      const { overflowX, clipPath } = getComputedStyle(element);
      if (clipPath !== 'none' || element.closest('[style*="clip"], [data-tabster-dummy]') !== null) continue;
      const cut = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
      const field = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
      const out = box.right > clientWidth + 1 || box.left < -1;
      if ((cut && !field) || out)
        found.push(`${element.tagName.toLowerCase()} "${(element.textContent ?? '').slice(0, 60)}"`);
    }
    return found;
  });
}
