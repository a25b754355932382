/** A window that nobody sees, on a locked desktop say, draws no frame; it goes on without. */
const patienceMs = 250;

/** Waits until the page has drawn its first words; what Chromium's other processes do with them goes on meanwhile. */
export function firstFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, patienceMs);
  });
}
