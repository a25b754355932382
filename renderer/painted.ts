/** A window that nobody sees, on a locked desktop say, makes no frames; it goes on without. */
const patienceMs = 250;

/** Waits until the first frame of the page is made, with its first words; what follows does not keep it from the screen. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, patienceMs);
  });
}
