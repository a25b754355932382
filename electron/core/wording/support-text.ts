/** What is in a support bundle, by its files; said before it is written, and in the bundle itself. */
export const supportContents = {
  'README.txt': 'this list',
  'support.json':
    'versions, what is set on this server, the last tests, and the runs by their shape: what was changed and how that went',
  'log.jsonl':
    'what the window did: calls by name, how they ended, and faults by kind and code; from the console it is empty',
} as const;

/** What is never in it. */
export const supportLeftOut =
  'Passwords, keys, tenant identifiers and the hosts of the tenant are left out, and the names of accounts, computers, domains, proxies and the workspace, and addresses, are replaced by numbers. Nothing is sent: look at the files, and give them to whoever helps.';
