import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does to the controls of a page; each journey is written once and walked by every hand. */
export interface Hand {
  /** A button or a link. */
  press(control: Locator): Promise<void>;
  /** Presses it as one who presses too often: a double click, or a key that is held down until it repeats itself. */
  pressTwice(control: Locator): Promise<void>;
  /** A button that opens something and closes it; what is open stays open. */
  open(toggle: Locator): Promise<void>;
  /** One of the radio buttons of a group. */
  choose(radio: Locator): Promise<void>;
  tick(box: Locator): Promise<void>;
  untick(box: Locator): Promise<void>;
  /** Types into a field, in place of what is in it. */
  type(field: Locator, text: string): Promise<void>;
  /** One of the entries of a list that drops down, by its words. */
  select(list: Locator, entry: string): Promise<void>;
  /** Goes to the end of a part of the page that scrolls. */
  readToEnd(part: Locator): Promise<void>;
}

const isOpen = async (toggle: Locator) => (await toggle.getAttribute('aria-expanded')) === 'true';

/** Chromium scrolls in steps; who presses something on the way is faster than anybody. */
const atItsEnd = (part: Locator) =>
  expect
    .poll(() => part.evaluate((each) => each.scrollHeight - each.clientHeight - each.scrollTop), {
      message: 'what is left of the page',
    })
    .toBeLessThan(1);

function mouse(page: Page): Hand {
  return {
    press: (control) => control.click(),
    // Slow for a double click, so that what the first press leads to is there when the second one comes.
    pressTwice: (control) => control.dblclick({ delay: 200 }),
    async open(toggle) {
      if (!(await isOpen(toggle))) await toggle.click();
    },
    choose: (radio) => radio.check(),
    tick: (box) => box.check(),
    untick: (box) => box.uncheck(),
    type: (field, text) => field.fill(text),
    async select(list, entry) {
      await list.selectOption({ label: entry });
    },
    async readToEnd(part) {
      await part.hover();
      await page.mouse.wheel(0, 1_000_000);
      await atItsEnd(part);
    },
  };
}

/** A page has fewer places for the focus than that; a way that is longer goes in circles. */
const longestWay = 400;

/** A control has the focus; of radio buttons it is enough that one of their group has it. */
function hasFocus(control: Element): boolean {
  const now = document.activeElement;
  const group = (element: Element | null) =>
    element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
  return now === control || (group(control) !== null && group(control) === group(now));
}

/**
 * How often Tab leads from the focus to a control by the order of the page; negative: Shift+Tab is the shorter way; 0: it
 * is there, or there is no way. A guess, which spares a look at each stop: what counts is where the keys really lead.
 */
function stopsTo(control: Element): number {
  const groupOf = (element: Element) =>
    element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, iframe, [tabindex]')].filter(
    (element) =>
      element instanceof HTMLElement &&
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      element.checkVisibility({ checkVisibilityCSS: true }),
  );
  // A group of radio buttons is one stop, at the one that is chosen.
  const stopOf = (element: Element) => {
    const group = groupOf(element);
    const radios = all.filter((each) => group !== null && groupOf(each) === group);
    return radios.find((each) => each.matches(':checked')) ?? radios[0] ?? element;
  };
  const stops = all.filter((element) => stopOf(element) === element);
  const now = stopOf(document.activeElement ?? document.body);
  const here = stops.filter((stop) => (now.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) === 0);
  const there = stops.indexOf(stopOf(control)) + 1;
  if (there === 0 || now === stopOf(control)) return 0;
  const onward = (there - here.length + stops.length) % stops.length || stops.length;
  const back = stops.length - onward + (stops.includes(now) ? 0 : 1);
  return onward <= back ? onward : -back;
}

function keyboard(page: Page): Hand {
  /** Tab as it repeats itself for one who holds it down, so many times. */
  const hold = async (key: 'Tab' | 'Shift+Tab', times: number) => {
    if (key === 'Shift+Tab') await page.keyboard.down('Shift');
    await Promise.all(Array.from({ length: times }, () => page.keyboard.down('Tab')));
    if (times > 0) await page.keyboard.up('Tab');
    if (key === 'Shift+Tab') await page.keyboard.up('Shift');
  };
  /** Where Tab or Shift+Tab leads, from where the focus is, within one round through the page. */
  const reach = async (control: Locator) => {
    await expect(control).toBeVisible();
    await expect(control).toBeEnabled();
    let key: 'Tab' | 'Shift+Tab' = 'Tab';
    for (let guessed = 0; guessed < 3; guessed++) {
      const stops = await control.evaluate(stopsTo);
      if (stops === 0) break;
      key = stops < 0 ? 'Shift+Tab' : 'Tab';
      await hold(key, Math.abs(stops));
    }
    if (await control.evaluate(hasFocus)) return;
    await page.keyboard.press(key);
    const first = await page.evaluateHandle(() => document.activeElement);
    // A frame may have several places for the focus, and is one to the page around it.
    let away = false;
    for (let pressed = 0; !(await control.evaluate(hasFocus)); pressed++) {
      await page.keyboard.press(key);
      const back = await page.evaluate((was) => document.activeElement === was, first);
      if (pressed > longestWay || (away && back)) throw new Error(`The Tab key does not lead to ${control}.`);
      away ||= !back;
    }
  };
  const mark = async (box: Locator, wanted: boolean) => {
    if ((await box.isChecked()) === wanted) return;
    await reach(box);
    await page.keyboard.press('Space');
    await expect(box).toBeChecked({ checked: wanted });
  };
  return {
    async press(control) {
      await reach(control);
      await page.keyboard.press('Enter');
    },
    async pressTwice(control) {
      await reach(control);
      for (let times = 0; times < 10; times++) await page.keyboard.down('Enter');
      await page.keyboard.up('Enter');
    },
    async open(toggle) {
      if (await isOpen(toggle)) return;
      await reach(toggle);
      await page.keyboard.press('Space');
    },
    async choose(radio) {
      await reach(radio);
      for (let pressed = 0; pressed < longestWay; pressed++) {
        if (await radio.evaluate((one) => one === document.activeElement)) break;
        await page.keyboard.press('ArrowDown');
      }
      // An arrow chooses what it leads to; where nothing was chosen yet the Tab key has led to it.
      if (!(await radio.isChecked())) await page.keyboard.press('Space');
      await expect(radio).toBeChecked();
      await expect(radio).toBeFocused();
    },
    tick: (box) => mark(box, true),
    untick: (box) => mark(box, false),
    async type(field, text) {
      await reach(field);
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Delete');
      await page.keyboard.type(text);
      await expect(field).toBeFocused();
    },
    async select(list, entry) {
      await reach(list);
      const chosen = () => list.locator('option:checked').innerText();
      await page.keyboard.press('Home');
      for (let pressed = 0; pressed < longestWay && (await chosen()) !== entry; pressed++)
        await page.keyboard.press('ArrowDown');
      expect(await chosen()).toBe(entry);
    },
    async readToEnd(part) {
      await reach(part);
      await page.keyboard.press('End');
      await atItsEnd(part);
    },
  };
}

export const hands = { mouse, keyboard } as const;

/** Which hand walks a journey. */
export type HandName = keyof typeof hands;

/**
 * Watches a page that is to be used by keys alone. `say` hears what a person who has only these cannot do (a pointer
 * was used, or a field was filled without a key) and what they cannot go on from: the focus went lost.
 */
export async function watchKeys(page: Page, say: (what: string) => void): Promise<void> {
  await page.exposeFunction('sayOfKeys', say);
  const watch = () => {
    if (window !== top) return;
    let keyed: EventTarget | null = null;
    const tell = (what: string, target: EventTarget | null) => {
      const element = target instanceof Element ? target : null;
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
      const name = element?.getAttribute('aria-label') ?? label?.textContent ?? '';
      Reflect.get(window, 'sayOfKeys')?.(`${what}: ${element?.localName} "${name.slice(0, 60)}"`);
    };
    addEventListener('pointerdown', ({ pointerType, target }) => tell(`pressed by ${pointerType}`, target), true);
    addEventListener('mousedown', ({ target }) => tell('mouse button pressed', target), true);
    addEventListener(
      'keydown',
      ({ target }) => {
        keyed = target;
      },
      true,
    );
    addEventListener(
      'input',
      (event) => {
        const isRadio = event.target instanceof HTMLInputElement && event.target.type === 'radio';
        if (!isRadio && event.target !== keyed) tell('filled without a key', event.target);
      },
      true,
    );
    // From one page to the next the focus may be nowhere for a moment, until the new page has drawn itself.
    let focused: EventTarget | null = null;
    let looks = 0;
    addEventListener(
      'focusin',
      ({ target }) => {
        focused = target;
      },
      true,
    );
    setInterval(() => {
      looks = focused !== null && document.activeElement === document.body ? looks + 1 : 0;
      if (looks === 5) tell('the focus went lost with', focused);
    }, 100);
  };
  await page.addInitScript(watch);
  // The first load of a window is over before a test can listen.
  await page.evaluate(watch);
}
