import { contextBridge, ipcRenderer } from 'electron';
import type { CallName, EventName, WindowApi } from './contract/contract.ts';

/**
 * The contract's names as `window.api`, and nothing else. Types only are imported, so that the sandboxed bundle holds
 * no schema: the main process checks both directions.
 */
const calls = {
  about: 1,
  detect: 1,
  detectElevated: 1,
  sealMdiPassword: 1,
  plan: 1,
  apply: 1,
  undo: 1,
  runs: 1,
  openRun: 1,
  openRunsFolder: 1,
  verify: 1,
  tryRoute: 1,
  retest: 1,
  checkServices: 1,
  testAsServices: 1,
  copyRequest: 1,
  saveRequest: 1,
  testBasis: 1,
  chooseEndpoints: 1,
  chooseServiceTags: 1,
  cancel: 1,
  ticket: 1,
  saveTicket: 1,
  copyTicket: 1,
  compareTicket: 1,
  saveComparison: 1,
  saveProfile: 1,
  openProfile: 1,
  exportOffers: 1,
  export: 1,
  help: 1,
  saveSupport: 1,
  openLink: 1,
  copy: 1,
} satisfies Record<CallName, 1>;

const events = { progress: 1, menu: 1 } satisfies Record<EventName, 1>;

const api = {
  ...Object.fromEntries(Object.keys(calls).map((name) => [name, (input: unknown) => ipcRenderer.invoke(name, input)])),
  on(name: string, listener: (payload: unknown) => void) {
    if (!Object.hasOwn(events, name) || typeof listener !== 'function') return () => undefined;
    // SECURITY: the event object holds the sender and with it ipcRenderer; only the payload goes through.
    const wrapped = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(name, wrapped);
    return () => void ipcRenderer.removeListener(name, wrapped);
  },
  // fromEntries forgets the names; `satisfies` above keeps the lists whole.
} as unknown as WindowApi;

contextBridge.exposeInMainWorld('api', api);
