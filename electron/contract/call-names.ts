import type { CallName } from './contract.ts';

/**
 * The names of the contract's calls without its schemas, for what has to be there before those are loaded: the
 * sandboxed preload script and the channels of the main process.
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

// Object.keys forgets that these are the names; `satisfies` keeps the list whole.
export const callNames = Object.keys(calls) as readonly CallName[];
