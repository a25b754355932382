import { openNative } from '../../electron/machine/windows/native.ts';

/**
 * What Wine 8 does otherwise than Windows, as far as this suite meets it. Nothing is skipped for it: where a test meets
 * one of these it asserts what Wine does instead, so that a difference that has gone makes it fail and leaves the list.
 */
export const differences = {
  'unix-owner': 'shows the Unix user who owns a file as one account of its own',
  'umask-limits-acl': 'gives a new folder no more rights than the umask leaves',
  'no-junctions': 'makes no junctions; a symbolic link of Unix to a folder is a reparse point to it',
  'linked-token-usable': 'lends the token that an administrator has before the prompt to any process',
  'one-root-store': 'joins LocalMachine\\Root from one place only, without those of policy and enterprise',
  'winhttp-flag': 'takes the flag 3 of a stored WinHTTP proxy for direct; its own is 2',
  'malformed-is-direct': 'takes a stored WinHTTP proxy that is cut for direct',
  'netsh-silent': 'has a netsh that prints nothing',
  'one-tls-error': 'has the error 12157 for everything in TLS, and no flags that say why',
  'tls-after-refusal': 'goes on to TLS with a proxy that refused CONNECT',
  'connected-after-tls': 'reports a connection over TLS only when its handshake has ended',
  'no-integrated-sign-in': 'never signs in to a proxy of its own accord',
  'first-proxy-only': 'gives the first of the proxies that a PAC file names',
  'loader-error-of-script': 'gives an error of its own loader for a faulty PAC file',
  'connections-without-time': 'keeps no time of a connection, and names the process of some only',
  'no-event-log': 'has no event log, and gives no error for it',
  'no-tasks-run': 'takes scheduled tasks and removes them, and never runs one',
  'finds-every-task': 'has a schtasks.exe that finds every task that is asked for',
  'desktop-holds-output': 'keeps the output of the process open from which its desktop was started',
} as const satisfies Readonly<Record<string, string>>;

const underWine: boolean = (() => {
  try {
    openNative().koffi.load('ntdll.dll').func('str __stdcall wine_get_version()');
    return true;
  } catch {
    return false;
  }
})();

/** Whether this machine does something otherwise than Windows: it is one of the list, and the suite runs under Wine. */
export const differs = (_difference: keyof typeof differences): boolean => underWine;
