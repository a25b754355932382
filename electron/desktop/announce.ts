import type { WebContents } from 'electron';
import type { EventName, EventPayload } from '../contract/contract.ts';
import { isWizardPage } from './origin.ts';

/** Sends an event to the wizard's page, if that is what the window shows. */
export function announce<K extends EventName>(
  contents: Pick<WebContents, 'isDestroyed' | 'mainFrame' | 'send'>,
  name: K,
  payload: EventPayload<K>,
): void {
  if (!contents.isDestroyed() && isWizardPage(contents.mainFrame)) contents.send(name, payload);
}
