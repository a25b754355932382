/** A window that nobody sees, on a locked desktop say, is never painted; it goes on without. */
const patienceMs = 250;

/** Waits until the page's first words are on the screen. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    }).observe({ type: 'paint', buffered: true });
    setTimeout(resolve, patienceMs);
  });
}
