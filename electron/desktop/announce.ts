import type { WebContents } from 'electron';
import { contract, type EventName, type EventPayload } from '../contract/contract.ts';
import { isWizardPage } from './origin.ts';

/** Sends an event to the wizard's page, if that is what the window shows. A payload that does not fit is a bug. */
export function announce<K extends EventName>(
  contents: Pick<WebContents, 'isDestroyed' | 'mainFrame' | 'send'>,
  name: K,
  payload: EventPayload<K>,
): void {
  const data = contract[name].payload.parse(payload);
  if (!contents.isDestroyed() && isWizardPage(contents.mainFrame)) contents.send(name, data);
}
