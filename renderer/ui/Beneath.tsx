import { type ReactNode, useLayoutEffect, useRef } from 'react';

/**
 * What another page lies over for a while. It stays as it is, with what was typed, what is open and how far it was
 * scrolled; and when it is seen again, the focus is where it was. Where that is gone, its heading has it.
 */
export function Beneath(props: { readonly covered: boolean; readonly children: ReactNode }) {
  const { covered } = props;
  const place = useRef<HTMLDivElement>(null);
  const had = useRef<Element | null>(null);
  const heading = useRef<string | null>(null);
  const was = useRef(false);
  // Before the effects of the page that comes over it, which takes the focus.
  useLayoutEffect(() => {
    if (was.current === covered) return;
    was.current = covered;
    const title = place.current?.querySelector('h1') ?? null;
    if (covered) {
      had.current = document.activeElement;
      heading.current = title?.textContent ?? null;
      return;
    }
    const back = had.current;
    // What went on meanwhile may have led to another page.
    if (back instanceof HTMLElement && title?.textContent === heading.current) back.focus({ preventScroll: true });
    if (back === null || document.activeElement !== back) title?.focus({ preventScroll: true });
  }, [covered]);
  return (
    <div ref={place} style={{ display: covered ? 'none' : 'contents' }}>
      {props.children}
    </div>
  );
}
