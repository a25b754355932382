import type { CommandLine } from '../answering/between-threads.ts';

export type CommandLineResult =
  | { readonly ok: true; readonly value: CommandLine }
  /** One sentence for standard error. */
  | { readonly ok: false; readonly sentence: string };

/**
 * Switches of the runtime itself (Chromium's and Node's), which it takes out of the same command line: the profile
 * folder, looks, and what tests and graphics drivers need. Any other is refused, as is every name that is ours but
 * misspelt.
 */
const runtimeSwitches =
  /^--(?:user-data-dir=.+|lang=.+|force-device-scale-factor=.+|high-dpi-support=.+|no-sandbox|disable-gpu|disable-software-rasterizer|disable-dev-shm-usage|force-high-contrast|inspect=0|remote-debugging-port=0)$/;

const use = 'use --lab SCENARIO and, with it, --state DIR';

/**
 * Reads what the window was started with. `argv` is the process's own: packaged `[exe, …]`, in development
 * `[exe, …, APP, …]` with the folder of the program and the runtime's switches before it.
 */
export function readCommandLine(argv: readonly string[], packaged: boolean): CommandLineResult {
  const args = ownArguments(argv.slice(1), packaged).filter((arg) => !runtimeSwitches.test(arg));
  let scenario: string | null = null;
  let state: string | null = null;
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at];
    const value = args[at + 1];
    if (name !== '--lab' && name !== '--state') return refuse(`unknown argument ${quoted(name)}: ${use}.`);
    if (value === undefined || value === '' || value.startsWith('--')) return refuse(`${name} has no value: ${use}.`);
    if ((name === '--lab' ? scenario : state) !== null) return refuse(`${name} is given twice: ${use}.`);
    if (name === '--lab') scenario = value;
    else state = value;
  }
  if (scenario === null && state !== null) return refuse(`--state needs --lab: ${use}.`);
  return { ok: true, value: { lab: scenario === null ? null : { scenario, state } } };
}

/** What stands behind the program's folder in development; everything when packaged. */
function ownArguments(args: readonly string[], packaged: boolean): readonly string[] {
  if (packaged) return args;
  const program = args.findIndex((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-r');
  return args.slice(program + 1);
}

function refuse(sentence: string): CommandLineResult {
  return { ok: false, sentence: `defender-proxy-wizard: ${sentence}` };
}

function quoted(text: string | undefined): string {
  return JSON.stringify((text ?? '').slice(0, 100));
}
