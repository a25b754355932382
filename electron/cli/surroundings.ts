import type { Machine } from '../machine/machine.ts';
import type { EndpointFiles } from './chosen-endpoints.ts';
import type { ExitCode } from './exit-code.ts';
import type { Passwords } from './passwords.ts';

/** What a command needs besides its arguments. */
export interface Surroundings {
  readonly machine: Machine;
  /** What `--lab` and `--state` were, to repeat them in a command that is shown; empty on a real machine. */
  readonly labArguments: readonly string[];
  /** The folder of the lab; null on a real machine. */
  readonly labFolder: string | null;
  /** What `--endpoints` and `--service-tags` named; only commands that test look at them. */
  readonly files: EndpointFiles;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly pid: number;
  /** Aborted by Ctrl+C: whoever waits for the network stops waiting. */
  readonly signal: AbortSignal;
  readonly passwords: Passwords;
  /** Says something to whoever waits, beside the answer; to nobody where JSON was asked for. */
  readonly say: (line: string) => void;
}

/** What a command has to say: one value for `--json`, the same for people, and how the program ends. */
export interface Answer {
  readonly exit: ExitCode;
  readonly value: unknown;
  readonly lines: readonly string[];
}
