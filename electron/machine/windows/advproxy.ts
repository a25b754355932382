import { execFile } from 'node:child_process';
import path from 'node:path';
import type { AdvProxy } from '../../core/settings/adv-proxy.ts';
import { systemFolder } from './system-folder.ts';

/** Detection waits for it, so a netsh that hangs costs no more than this. */
const limitMs = 3000;
const largestOutput = 64 * 1024;

/**
 * The leftover of `netsh winhttp set advproxy`, read and never written: resetting the default proxy does not clear it.
 * There is no API for the machine's settings; netsh's text is localised, but ends in JSON. Null where this system has
 * no `advproxy`, or says nothing that can be read.
 */
export function readAdvProxy(): Promise<AdvProxy | null> {
  const system = systemFolder();
  return new Promise((resolve) => {
    execFile(
      path.win32.join(system, 'netsh.exe'),
      ['winhttp', 'show', 'advproxy'],
      {
        encoding: 'latin1',
        timeout: limitMs,
        maxBuffer: largestOutput,
        windowsHide: true,
        // SECURITY: with administrator rights it finds libraries in no folder that the environment names.
        cwd: system,
        env: { PATH: system, SystemRoot: path.win32.dirname(system) },
      },
      (error, stdout) => resolve(error === null ? parseAdvProxy(stdout) : null),
    );
  });
}

/** From the first `{` to the last `}` of the answer. */
export function parseAdvProxy(output: string): AdvProxy | null {
  const from = output.indexOf('{');
  const to = output.lastIndexOf('}');
  if (from < 0 || to < from) return null;
  const found = recordOf(output.slice(from, to + 1));
  if (found === null) return null;
  return {
    proxyEnabled: flagOf(found.ProxyIsEnabled),
    proxy: textOf(found.Proxy),
    bypass: textOf(found.ProxyBypass),
    pacEnabled: flagOf(found.AutoConfigIsEnabled),
    pacUrl: textOf(found.AutoconfigUrl),
    autoDetect: flagOf(found.AutoDetect),
    perUser: flagOf(found.PerUserProxySettings),
  };
}

function recordOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // an object of JSON has nothing but such keys
      : null;
  } catch {
    return null;
  }
}

const flagOf = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** A blank text is none; characters beyond ASCII came in an unknown code page and would be guessed. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 4096 || /[^\x20-\x7e]/.test(value)) return null;
  return value.trim();
}
