import type { Cause, Changed, FileKind, Problem } from '../plan/problem.ts';
import { channelName, refusalText } from './export-text.ts';
import { faultText } from './grammar-text.ts';
import { accountName, capitalised, listed, valueName, windowsServiceName } from './names.ts';
import { win32Advice, win32Text } from './win32.ts';

/** Three short texts, each of whole sentences: what happened, what was left unchanged, what to do next. */
export interface ProblemText {
  readonly happened: string;
  readonly unchanged: string;
  readonly todo: string;
}

type OfKind<K extends Problem['kind']> = Extract<Problem, { kind: K }>;
type Table = { readonly [K in Problem['kind']]: (problem: OfKind<K>) => ProblemText };

const files = {
  intent: 'answer file',
  plan: 'plan file',
  settings: 'settings file',
  'sensor-configuration': 'sensor configuration (SensorConfiguration.json)',
  journal: 'record of the run',
  verification: 'file of test results',
  lab: 'lab file',
  ticket: 'ticket file',
  audit: 'result of a comparison',
  'sealed-password': 'encrypted password beside the plan',
  endpoints: 'file of endpoints',
  'service-tags': 'file of Azure service tags',
} as const satisfies Record<FileKind, string>;

const steps = {
  write: (target: string) => `${target} could not be written`,
  'read-back': (target: string) => `${target} was written, but it did not hold the new value when it was read back`,
  backup: (target: string) => `${target} could not be backed up, so it was not written`,
  journal: (target: string) => `the record of the change of ${target} could not be kept`,
  'stop-service': (target: string) => `${target} could not be stopped`,
  'start-service': (target: string) => `${target} could not be started`,
  read: (target: string) => `${target} could not be read`,
} as const satisfies Record<Cause['step'], (target: string) => string>;

const folders = {
  owner: 'it belongs to an account that is not an administrator',
  acl: 'accounts other than administrators may write to it',
  link: 'it is a link to another place',
  'not-a-folder': 'there is a file in its place',
  'cannot-create': 'it could not be created',
  'not-packaged': 'the program in it is run by a Node of its own and is not the one that is installed',
  portable: 'it holds the portable copy, which detects and tests but changes nothing',
} as const satisfies Record<OfKind<'folder-unsafe'>['why'], string>;

const accountSteps = {
  prepare: 'could not be prepared: its folder could not be made',
  create: 'could not be made: the Task Scheduler did not take its one-shot task',
  start: 'could not be started: the Task Scheduler did not start its one-shot task',
  answer: 'did not answer in time; security software may stop programs that are started like this',
  read: 'left an answer that is not in the expected form, so nothing of it is used',
  remove: 'ended, but its one-shot task could not be removed',
} as const satisfies Record<OfKind<'account-run-failed'>['step'], string>;

function accountAdvice(step: OfKind<'account-run-failed'>['step'], task: string): string {
  switch (step) {
    case 'remove':
      return `Remove it with schtasks.exe /Delete /TN "${task}" /F, or start the same test again, which does so first.`;
    case 'answer':
    case 'read':
      return 'Try again. If it happens again, look at the event log of the Task Scheduler and of the security software.';
    default:
      return 'Check in services.msc that the Task Scheduler (Schedule) runs and that policy lets tasks be made, then try again.';
  }
}

const unusable = {
  'not-given': 'The sign-in of the MDI sensor needs a password, and none was given',
  empty: 'The password is empty',
  'too-long': 'The password is too long to be encrypted for the certificate of the sensor',
  differs: 'The password was typed twice, and not the same both times',
  'not-text': 'The password is not plain text in UTF-8, or it has more than one line',
} as const satisfies Record<OfKind<'password-unusable'>['why'], string>;

const unsealable = {
  'sensor-not-read': {
    happened:
      'The sensor configuration was not read, so it is not known for which certificate the password has to be encrypted',
    todo: 'Detect again with administrator rights.',
  },
  'no-certificate-named': {
    happened: 'The sensor configuration names no certificate, so no password can be encrypted for it',
    todo: 'Repair or reinstall the MDI sensor, then detect again.',
  },
  'certificate-missing': {
    happened: 'The certificate that the sensor configuration names is not in the personal store of this computer',
    todo: 'Repair or reinstall the MDI sensor, then detect again.',
  },
  'certificate-unreadable': {
    happened: 'The personal certificate store of this computer could not be read',
    todo: 'In the answer file use the sign-in "ask". The password is then asked for where the plan is applied, in a console with administrator rights.',
  },
  'not-rsa': {
    happened:
      'The certificate that the sensor configuration names has no RSA key, so no password can be encrypted for it',
    todo: 'Repair or reinstall the MDI sensor, then detect again.',
  },
} as const satisfies Record<OfKind<'cannot-seal'>['why'], { readonly happened: string; readonly todo: string }>;

const nothingChanged = 'Nothing on this server was changed.';

const table: Table = {
  usage: ({ detail }) => ({
    happened: sentence(detail),
    unchanged: nothingChanged,
    todo: 'Run the program with --help to see the commands and their options.',
  }),
  'not-confirmed': () => ({
    happened: `The Windows prompt for administrator rights was not confirmed: it was declined or closed itself, which is Windows error 1223.`,
    unchanged: `${nothingChanged} A plan that was made is still there.`,
    todo: 'Start again when someone can confirm the prompt.',
  }),
  'elevation-failed': ({ win32, detail }) => ({
    happened: `The program could not be started with administrator rights: ${win32Text(win32)}${withDetail(detail)}.`,
    unchanged: nothingChanged,
    todo: win32Advice(win32),
  }),
  'not-elevated': () => ({
    happened: 'This step needs administrator rights, and the program runs without them.',
    unchanged: nothingChanged,
    todo: 'Open a console with "Run as administrator" and run the same command there.',
  }),
  'file-missing': ({ file, path }) => ({
    happened: `The ${files[file]} was not found: ${path}.`,
    unchanged: nothingChanged,
    todo: 'Check the path and run the command again.',
  }),
  'file-unreadable': ({ file, path, code }) => ({
    happened: `The ${files[file]} could not be read: ${path} (${code}).`,
    unchanged: nothingChanged,
    todo: 'Check that the file exists and that this account may read it.',
  }),
  'file-too-large': ({ file, limit }) => ({
    happened: `The ${files[file]} is larger than ${sizeText(limit)}, which is the most that is read.`,
    unchanged: nothingChanged,
    todo: 'Check that this is the right file.',
  }),
  'file-not-json': ({ file, detail }) => ({
    happened: `The ${files[file]} is not valid JSON${withDetail(detail)}.`,
    unchanged: nothingChanged,
    todo: 'Correct the file, or make a new one.',
  }),
  'bad-field': ({ file, at, expected }) => ({
    happened: `In the ${files[file]}, ${at === '' ? 'the document as a whole' : `the field "${at}"`} is not right. Expected: ${sentence(expected)}`,
    unchanged: nothingChanged,
    todo: 'Correct this field and try again.',
  }),
  'bad-text': ({ file, at, fault }) => ({
    happened: `In the ${files[file]}: ${faultText(fault, at === '' ? 'the text' : at)}`,
    unchanged: nothingChanged,
    todo: 'Correct this field and try again.',
  }),
  'plan-tampered': () => ({
    happened: 'The plan file is not the one that was reviewed: its SHA-256 differs from the digest given.',
    unchanged: nothingChanged,
    todo: 'Make a new plan and review it. If nobody should have touched the file, find out who did.',
  }),
  'plan-not-canonical': () => ({
    happened:
      'The plan file is not in its canonical form, so it was not written by this program or was saved again by another program.',
    unchanged: nothingChanged,
    todo: 'Make a new plan and use its file as it is, without opening and saving it in an editor.',
  }),
  'plan-blocked': () => ({
    happened: 'The plan cannot be applied, because something stands in its way.',
    unchanged: nothingChanged,
    todo: 'The plan names what stands in the way and who can resolve it. Have that done, then make a new plan.',
  }),
  'plan-empty': () => ({
    happened: 'The plan has no changes, because everything is already as wanted.',
    unchanged: nothingChanged,
    todo: 'Nothing needs to be done; test it, or write the ticket.',
  }),
  'plan-used': ({ run }) => ({
    happened: `This plan was applied before, as run ${run}. A plan is applied once.`,
    unchanged: nothingChanged,
    todo: 'Make a new plan from the present state of the server.',
  }),
  'plan-other-machine': ({ planned, here }) => ({
    happened: `The plan was made for ${planned}; this server is ${here}.`,
    unchanged: nothingChanged,
    todo: 'Make a plan on this server, or apply the plan on the server it was made for.',
  }),
  'plan-stale': ({ changed }) => ({
    happened: `The server has changed since the review: ${changedText(changed)} no longer ${changed.length === 1 ? 'holds' : 'hold'} what was reviewed.`,
    unchanged: nothingChanged,
    todo: 'Detect again, make a new plan and review it.',
  }),
  'password-unusable': ({ why, longest }) => ({
    happened: `${unusable[why]}.`,
    unchanged: nothingChanged,
    todo: longest === null ? 'Give the password again.' : `Give one of at most ${longest} characters.`,
  }),
  'password-not-askable': () => ({
    happened: 'The password of the proxy is to be asked for, and there is no console to ask on.',
    unchanged: nothingChanged,
    todo: 'Run this with defender-proxy at a console with administrator rights, and type the password there. Its command "plan" also takes it from another program by --password-stdin.',
  }),
  'cannot-seal': ({ why, win32 }) => ({
    happened: `${unsealable[why].happened}${win32 === 0 ? '' : `: ${win32Text(win32)}`}.`,
    unchanged: `${nothingChanged} The password was not kept.`,
    todo: unsealable[why].todo,
  }),
  'sealed-tampered': () => ({
    happened: 'The encrypted password beside the plan is not the one that the plan was made with.',
    unchanged: nothingChanged,
    todo: 'Make a new plan and give the password again. If nobody should have touched the file, find out who did.',
  }),
  'sealed-for-another': () => ({
    happened: 'The password was encrypted for another certificate than the one that the sensor uses now.',
    unchanged: nothingChanged,
    todo: 'Detect again, make a new plan and give the password again.',
  }),
  busy: ({ who, since }) => ({
    happened: `Another run is in progress on this server: ${who === '' ? 'someone' : who}, since ${since === '' ? 'an unknown time' : since}.`,
    unchanged: 'This run changed nothing.',
    todo: 'Wait until the other run has ended, then detect again and make a new plan.',
  }),
  'rolled-back': ({ failedAt, cause }) => ({
    happened: `Change ${failedAt} failed: ${causeText(cause)}.`,
    unchanged: 'Everything that was done before it was put back. The server is as it was before.',
    todo: causeAdvice(cause),
  }),
  'rollback-incomplete': ({ failedAt, cause, left }) => ({
    happened: `Change ${failedAt} failed: ${causeText(cause)}. Putting back what was done before it did not fully succeed.`,
    unchanged:
      left.length === 0
        ? 'Every setting was put back, but a service could not be started again.'
        : `Not put back: ${changedText(left)}. Everything else is as it was before.`,
    todo: `${causeAdvice(cause)} Then put this run back again.`,
  }),
  'undo-stale': ({ changed }) => ({
    happened: `Since this run, ${changedText(changed)} ${changed.length === 1 ? 'was' : 'were'} changed by someone or something else.`,
    unchanged: `${capitalised(changedText(changed))} ${changed.length === 1 ? 'was' : 'were'} left alone, because putting it back would overwrite that later change.`,
    todo: 'Find out who or which Group Policy made the later change, then set the value by hand if it is to go back.',
  }),
  'undo-incomplete': ({ cause }) => ({
    happened: `Not everything could be put back: ${causeText(cause)}.`,
    unchanged: 'What could be put back was put back. What could not is marked in the list of changes.',
    todo: `${causeAdvice(cause)} Then put this run back again.`,
  }),
  'undo-nothing': () => ({
    happened: 'There is nothing to put back: this run changed nothing, or it has been put back already.',
    unchanged: nothingChanged,
    todo: 'Nothing needs to be done.',
  }),
  'no-such-run': ({ run }) => ({
    happened: `There is no run ${run} on this server.`,
    unchanged: nothingChanged,
    todo: 'The console command defender-proxy runs lists the runs of this server.',
  }),
  'folder-unsafe': ({ path, why, holds }) => ({
    happened: `The folder ${holds === 'program' ? 'of this program' : 'for protected data'} cannot be trusted, because ${folders[why]}: ${path}.`,
    unchanged: nothingChanged,
    todo:
      why === 'portable'
        ? 'Install the program with its installer on this server, and run that one.'
        : holds === 'program'
          ? 'Put defender-proxy.exe and what comes with it in a folder that only administrators can write to, such as one below Program Files, and run it there.'
          : 'Have an administrator look at this folder. If it holds nothing of value, remove it and try again.',
  }),
  'file-exists': ({ path }) => ({
    happened: `The file ${path} is there already, and is not overwritten.`,
    unchanged: nothingChanged,
    todo: 'Name another file, or move this one away.',
  }),
  'cannot-write-file': ({ path, code }) => ({
    happened: `A file could not be written: ${path} (${code}).`,
    unchanged: 'The settings of this server were not changed by this.',
    todo: 'Choose a folder that this account may write to and that has free space.',
  }),
  'folder-not-opened': ({ path, detail }) => ({
    happened: `The folder ${path} could not be opened${withDetail(detail)}.`,
    unchanged: nothingChanged,
    todo: 'Open it in a file manager, with an account that may read it.',
  }),
  'nothing-to-export': ({ channel, refusals }) => ({
    happened: [
      `The plan has nothing that the ${channelName(channel)} could carry.`,
      ...new Set(refusals.map(refusalText)),
    ].join(' '),
    unchanged: `${nothingChanged} No file was written.`,
    todo: 'Choose another export.',
  }),
  'account-run-failed': ({ account, step, code, task }) => ({
    happened: `The test as ${accountName(account)} ${accountSteps[step]}${code === 0 ? '' : ` (code ${code})`}.`,
    unchanged:
      step === 'remove'
        ? `No setting was changed. The scheduled task ${task} is still there; it runs only when it is started by hand.`
        : nothingChanged,
    todo: accountAdvice(step, task),
  }),
  'lab-unknown': ({ scenario }) => ({
    happened: `There is no lab scenario "${scenario}".`,
    unchanged: nothingChanged,
    todo: 'Run the program with --help to see the scenarios.',
  }),
  'no-machine': () => ({
    happened:
      'This is not a Windows computer, so there are neither settings nor a certificate store of Windows to read.',
    unchanged: nothingChanged,
    todo: 'Use a lab with --lab SCENARIO, or run the program on a Windows server.',
  }),
  'windows-too-old': ({ product, build }) => ({
    happened: `This is ${product}, build ${build}; this program needs Windows 10, Windows Server 2016 or a later Windows.`,
    unchanged: nothingChanged,
    todo: 'Make the plan on a newer server, and set the same values here by the commands that it shows.',
  }),
  'windows-not-x64': ({ product, processor }) => ({
    happened: `This is ${product} for ${processor} processors; this program needs Windows for x64 processors.`,
    unchanged: nothingChanged,
    todo: 'Make the plan on an x64 server, and set the same values here by the commands that it shows.',
  }),
  'ipc-refused': ({ channel }) => ({
    happened: `The window sent a request that is not allowed, and it was refused: ${channel}.`,
    unchanged: nothingChanged,
    todo: 'Close the window and start it again. If it happens again, report it with this text.',
  }),
  unexpected: ({ detail }) => ({
    happened: `Something went wrong that this program did not expect${withDetail(detail)}.`,
    unchanged: 'Whether anything was changed is not known from this message; the history of runs shows it.',
    todo: 'Look at the runs of this server (defender-proxy runs), then detect again. Report this text if it happens again.',
  }),
};

/** The three texts for any problem. */
export function problemText<P extends Problem>(problem: P): ProblemText {
  const entry = table[problem.kind] as (problem: P) => ProblemText; // the table gives each kind its own function
  return entry(problem);
}

/** The whole of it in one line, for a console or a log. */
export function problemLine(problem: Problem): string {
  const { happened, unchanged, todo } = problemText(problem);
  return `${happened} ${unchanged} ${todo}`;
}

/** That values no longer are as they were planned, and who may have done that. */
export function deviationText(deviations: readonly Changed[]): string {
  const one = deviations.length === 1;
  return `${capitalised(changedText(deviations))} no longer ${one ? 'holds' : 'hold'} what was planned. A Group Policy, another program or a person has changed ${one ? 'it' : 'them'}.`;
}

/** What was changed by someone else, as a list of names. */
export function changedText(changed: readonly Changed[]): string {
  return listed(changed.map(changedName));
}

/** A value or the sensor's file by its name. */
function changedName(changed: Changed): string {
  return changed === 'sensor-configuration' ? 'the sensor configuration' : valueName(changed);
}

/** What failed, as half a sentence with its Windows code. */
function causeText(cause: Cause): string {
  const text = steps[cause.step](targetName(cause.target));
  return cause.win32 === 0 ? text : `${text}: ${win32Text(cause.win32)}`;
}

function causeAdvice(cause: Cause): string {
  if (cause.step === 'read-back') {
    return 'Find out what else writes this value: a Group Policy, tamper protection or other security software.';
  }
  return cause.win32 === 0 ? 'Detect again to see the present state.' : win32Advice(cause.win32);
}

function targetName(target: Cause['target']): string {
  switch (target) {
    case 'AATPSensor':
    case 'AATPSensorUpdater':
    case 'DiagTrack':
      return `the ${windowsServiceName(target)}`;
    default:
      return changedName(target);
  }
}

const sentence = (text: string): string => {
  const trimmed = text.trim();
  if (trimmed === '') return 'No more is known.';
  return /[.!?]$/.test(trimmed) ? capitalised(trimmed) : `${capitalised(trimmed)}.`;
};

const withDetail = (detail: string): string => {
  const trimmed = detail.trim().replace(/[.!?]+$/, '');
  return trimmed === '' ? '' : ` (${trimmed})`;
};

function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / (1024 * 1024))} MB` : `${Math.round(bytes / 1024)} kB`;
}
