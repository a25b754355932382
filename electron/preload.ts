import { contextBridge, ipcRenderer } from 'electron';
import { callNames } from './contract/call-names.ts';
import type { EventName, WindowApi } from './contract/contract.ts';

/**
 * The contract's names as `window.api`, and nothing else. Only names are imported, so that the sandboxed bundle holds
 * no schema: the main process checks both directions.
 */
const events = { progress: 1, menu: 1 } satisfies Record<EventName, 1>;

const api = {
  ...Object.fromEntries(callNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(name, input)])),
  on(name: string, listener: (payload: unknown) => void) {
    if (!Object.hasOwn(events, name) || typeof listener !== 'function') return () => undefined;
    // SECURITY: the event object holds the sender and with it ipcRenderer; only the payload goes through.
    const wrapped = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(name, wrapped);
    return () => void ipcRenderer.removeListener(name, wrapped);
  },
  // fromEntries forgets the names; `satisfies` keeps the lists whole.
} as unknown as WindowApi;

contextBridge.exposeInMainWorld('api', api);
