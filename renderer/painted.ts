/** A window that nobody sees, on a locked desktop say, is never painted; it goes on without. */
const patienceMs = 250;

/** Waits until the first frame of the page is made, with its first words. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, patienceMs);
  });
}
