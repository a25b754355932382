import type { WebFrameMain } from 'electron';

/** The one scheme of the window. Nothing else is ever loaded into it. */
export const scheme = 'app';

/** Where the page lives; it alone may call the main process. */
export const wizardUrl = 'app://wizard/';

/**
 * Whether a frame is the wizard's own page: the top frame, on the host `wizard`. A ticket preview has the same scheme
 * and is refused. SECURITY: every call to the main process rests on this; there is no exception for an empty address.
 */
export function isWizardPage(frame: Pick<WebFrameMain, 'url' | 'parent'> | null | undefined): boolean {
  try {
    if (frame === null || frame === undefined || frame.parent !== null) return false;
    // Node reports the origin 'null' for schemes it does not know, so scheme and host are compared by themselves.
    const url = new URL(frame.url);
    return url.protocol === 'app:' && url.host === 'wizard' && url.username === '' && url.port === '';
  } catch {
    // The frame is gone (reading it throws), or its address is none.
    return false;
  }
}

/** Whether a request of the window's session may go on: its own scheme, and the developer tools' before packaging. */
export function isOwnRequest(address: string, packaged: boolean): boolean {
  return address.startsWith('app://') || (!packaged && address.startsWith('devtools://'));
}
