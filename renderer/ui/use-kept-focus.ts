import { type RefObject, useEffect } from 'react';

const controls = 'a[href], button, input, select, textarea';

const isThere = (element: Element) => element.isConnected && !element.matches(':disabled') && element.checkVisibility();

const around = (element: Element | null): readonly Element[] =>
  element === null ? [] : [element, ...around(element.parentElement)];

/**
 * Keeps the focus on the page when what has it goes away by itself: a Cancel when it is over, an offer that was taken,
 * a message that no longer holds. It goes to the first control of the smallest part that is left around it, and where
 * that is the whole content, to the heading; so the Tab key goes on from there and not from the window's beginning.
 */
export function useKeptFocus(page: RefObject<HTMLElement | null>, heading: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const root = page.current;
    if (root === null) return undefined;
    let had: readonly Element[] = [];
    const keep = () => {
      const [last, ...places] = had;
      if (last === undefined || document.activeElement !== document.body || isThere(last)) return;
      const place = places.find((each) => each.isConnected && (each === root || firstControl(each) !== undefined));
      if (place === undefined || place.contains(heading.current)) heading.current?.focus({ preventScroll: true });
      else firstControl(place)?.focus();
    };
    const note = ({ target }: FocusEvent) => {
      had = around(target instanceof Element ? target : null);
    };
    // What is hidden or put out of use loses the focus by an event, what is taken away without one.
    const left = () => setTimeout(keep);
    const changes = new MutationObserver(keep);
    root.addEventListener('focusin', note);
    root.addEventListener('focusout', left);
    changes.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', note);
      root.removeEventListener('focusout', left);
      changes.disconnect();
    };
  }, [page, heading]);
}

function firstControl(place: Element): HTMLElement | undefined {
  return [...place.querySelectorAll<HTMLElement>(controls)].find((each) => each.tabIndex >= 0 && isThere(each));
}
