import { useSyncExternalStore } from 'react';
import type { Session, View } from './session.ts';

/** The wizard as it stands, drawn again whenever it changes; the calls are the session's. */
export function useWizard(session: Session): View {
  return useSyncExternalStore(session.subscribe, session.view);
}
