import { exampleIntent } from '../core/plan/example-intent.ts';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { withoutSecrets } from '../core/report/secrets.ts';
import { toolVersion } from '../core/tool-version.ts';
import { problemText } from '../core/wording/problem-text.ts';
import type { Machine } from '../machine/machine.ts';
import type { EndpointFiles } from './chosen-endpoints.ts';
import { type Command, type CommandLine, readCommandLine } from './command-line.ts';
import { type ExitCode, exitOfProblem } from './exit-code.ts';
import { helpLines } from './help.ts';
import { printable, wrapped } from './layout.ts';
import type { Passwords } from './passwords.ts';
import type { Answer, Surroundings } from './surroundings.ts';

/** A machine that was picked, with the lab's folder where it is one. */
export interface Picked {
  readonly machine: Machine;
  readonly labFolder: string | null;
}

/** The world around the program; tests hold it in their hands. */
export interface World {
  readonly pickMachine: (lab: CommandLine['lab']) => Promise<Result<Picked>>;
  /** The labs by name, with a line for each. */
  readonly scenarios: () => Promise<Readonly<Record<string, string>>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly pid: number;
  readonly signal: AbortSignal;
  /** Called before settings may be written: from then on an interruption has to wait. */
  readonly onWriting: () => void;
  readonly passwords: Passwords;
}

/** Runs the program with the arguments behind its name and returns how it ends. Never rejects. */
export async function runProgram(args: readonly string[], world: World): Promise<ExitCode> {
  const line = readCommandLine(args);
  const json = line.ok ? line.value.json : args.includes('--json');
  try {
    if (!line.ok) return tell(line, null, json, world);
    const answer = await answerTo(line.value, world);
    return tell(answer, line.value.command, json, world);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return tell(
      fail({ kind: 'unexpected', detail: withoutSecrets(detail, [], new Set()).slice(0, 1024) }),
      null,
      json,
      world,
    );
  }
}

async function answerTo({ command, lab, files, json }: CommandLine, world: World): Promise<Result<Answer>> {
  switch (command.name) {
    case 'help': {
      const lines = helpLines(command.topic, await world.scenarios());
      return ok({ exit: 0, value: lines.join('\n'), lines });
    }
    case 'topics':
      return (await import('./commands/topics.ts')).topicsCommand(command);
    case 'version':
      return ok({ exit: 0, value: toolVersion, lines: [toolVersion] });
    case 'intent':
      return ok({ exit: 0, value: exampleIntent, lines: [JSON.stringify(exampleIntent, null, 2)] });
    case 'export':
      return (await import('./commands/export.ts')).exportCommand(command, files);
    case 'fleet':
      return (await import('./commands/fleet.ts')).fleetCommand(command, world.now);
    case 'profile-save':
      return command.plan === null
        ? onMachine(command, lab, files, json, world)
        : (await import('./commands/profile.ts')).savePlanProfile(command.plan, command.file);
    case 'ticket-schema':
      return (await import('./commands/ticket-schema.ts')).ticketSchemaCommand();
    case 'endpoints':
      return (await import('./commands/endpoints.ts')).endpointsCommand(command);
    case 'detect':
    case 'plan':
    case 'apply':
    case 'verify':
    case 'report':
    case 'audit':
    case 'profile-compare':
    case 'undo':
    case 'runs':
    case 'support':
    case 'probe-accounts':
    case 'probe':
      return onMachine(command, lab, files, json, world);
    default:
      return command satisfies never;
  }
}

/** What comes before the answer goes beside it, so that the answer can be read by a program. */
const sayer =
  (json: boolean, { err }: World) =>
  (text: string): void => {
    if (!json) err(`${printable(text)}\n`);
  };

type MachineCommand = Exclude<
  Command,
  { name: 'help' | 'topics' | 'version' | 'intent' | 'export' | 'fleet' | 'endpoints' | 'ticket-schema' }
>;

async function onMachine(
  command: MachineCommand,
  lab: CommandLine['lab'],
  files: EndpointFiles,
  json: boolean,
  world: World,
): Promise<Result<Answer>> {
  const picked = await world.pickMachine(lab);
  if (!picked.ok) return picked;
  const { machine, labFolder } = picked.value;
  const labArguments = machine.lab === null || labFolder === null ? [] : ['--lab', machine.lab, '--state', labFolder];
  if (labFolder !== null) world.err(`LAB "${machine.lab}", kept in ${labFolder}\n`);
  const { now, newId, pid, signal, passwords } = world;
  try {
    if (command.name === 'apply' || command.name === 'undo') world.onWriting();
    const around = { machine, labArguments, labFolder, files, now, newId, pid, signal, passwords };
    const answer = await runCommand(command, { ...around, say: sayer(json, world) });
    if (!answer.ok) {
      const { leaveRefusal } = await import('./window-answer.ts');
      await leaveRefusal(command, answer.problem, machine, now());
    }
    return answer;
  } finally {
    await machine.close();
  }
}

async function runCommand(command: MachineCommand, surroundings: Surroundings): Promise<Result<Answer>> {
  switch (command.name) {
    case 'detect':
      return (await import('./commands/detect.ts')).detectCommand(command, surroundings);
    case 'plan':
      return (await import('./commands/plan.ts')).planCommand(command, surroundings);
    case 'apply':
      return (await import('./commands/apply.ts')).applyCommand(command, surroundings);
    case 'verify':
      return (await import('./commands/verify.ts')).verifyCommand(command, surroundings);
    case 'report':
      return (await import('./commands/report.ts')).reportCommand(command, surroundings);
    case 'audit':
      return (await import('./commands/audit.ts')).auditCommand(command, surroundings);
    case 'profile-save':
      return (await import('./commands/profile.ts')).saveProfileCommand(command.file, surroundings);
    case 'profile-compare':
      return (await import('./commands/profile.ts')).compareProfileCommand(command, surroundings);
    case 'undo':
      return (await import('./commands/undo.ts')).undoCommand(command, surroundings);
    case 'support':
      return (await import('./commands/support.ts')).supportCommand(command, surroundings);
    case 'runs':
      return (await import('./commands/runs.ts')).runsCommand(surroundings);
    case 'probe-accounts':
      return (await import('./commands/probe-accounts.ts')).probeAccountsCommand(command, surroundings);
    case 'probe':
      return (await import('./commands/probe.ts')).probeCommand(command, surroundings);
    default:
      return command satisfies never;
  }
}

/**
 * Prints an answer or a problem. With `--json` that is one document of one shape: the value, or the problem with its
 * text, and the exit code; only the example intent stands alone, because it is a file.
 */
function tell(answer: Result<Answer>, command: Command | null, json: boolean, world: World): ExitCode {
  const { out, err, signal } = world;
  const exit = answer.ok ? answer.value.exit : exitOfProblem(answer.problem);
  const finishes = command?.name === 'apply' || command?.name === 'undo';
  const end = signal.aborted && !finishes ? 130 : exit;
  if (json) out(`${JSON.stringify(jsonOf(answer, command, end), null, 2)}\n`);
  else if (answer.ok) out(`${answer.value.lines.join('\n')}\n`);
  else err(`${problemLines(answer.problem).join('\n')}\n`);
  return end;
}

function jsonOf(answer: Result<Answer>, command: Command | null, exit: ExitCode): unknown {
  if (!answer.ok) {
    const { happened, unchanged, todo } = problemText(answer.problem);
    return { exit, value: null, problem: answer.problem, message: [happened, unchanged, todo] };
  }
  return command?.name === 'intent'
    ? answer.value.value
    : { exit, value: answer.value.value, problem: null, message: [] };
}

function problemLines(problem: Problem): string[] {
  const { happened, unchanged, todo } = problemText(problem);
  return [...wrapped(`defender-proxy: ${happened}`), ...wrapped(unchanged), ...wrapped(todo)];
}
