import { parseArgs } from 'node:util';
import type { ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import { Channel } from '../core/export/channel.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { Redaction } from '../core/report/redaction.ts';
import { type TicketFields, ticketFieldLimit } from '../core/report/ticket-fields.ts';
import { type TicketFormat, textFormats } from '../core/report/ticket-format.ts';
import { Sha256 } from '../core/settings/reading.ts';
import { basicFault } from '../probe/basic-sign-in.ts';
import type { EndpointFiles } from './chosen-endpoints.ts';
import { readProxyArgument, readTargetArgument } from './target-argument.ts';

/**
 * Everything that the program can be asked for, as it was typed and checked. `tenantHosts`: what is printed with `--json`
 * may name the hosts that this device was onboarded with.
 */
export type Command =
  | { readonly name: 'help'; readonly topic: CommandName | null }
  /** The offline help; `id` is null for the list of its topics. */
  | { readonly name: 'topics'; readonly id: string | null }
  | { readonly name: 'version' }
  /** `run` is given by a window that waits for the result under that id. */
  | { readonly name: 'detect'; readonly run?: string; readonly tenantHosts: boolean }
  | { readonly name: 'intent' }
  /** Keeps a profile: of what a plan was made for, or null: of what is set here. */
  | { readonly name: 'profile-save'; readonly file: string; readonly plan: string | null }
  | { readonly name: 'profile-compare'; readonly file: string }
  /** `schema`: the JSON Schema of the file in the place of the file. */
  | { readonly name: 'endpoints'; readonly schema: boolean }
  | { readonly name: 'plan'; readonly intent: string; readonly out: string | null; readonly passwordStdin: boolean }
  | {
      readonly name: 'apply';
      readonly plan: string;
      readonly digest: Sha256;
      readonly undoUnlessVerified: boolean;
      readonly tenantHosts: boolean;
    }
  | {
      readonly name: 'verify';
      readonly plan: string | null;
      /** Judged by what the plan would set. */
      readonly proposed: boolean;
      /** Where the tests are kept. */
      readonly out: string | null;
      /** Also as the accounts of the services. */
      readonly asServices?: true;
      readonly tenantHosts: boolean;
    }
  | {
      readonly name: 'report';
      readonly out: string;
      readonly run: string | null;
      readonly plan: string | null;
      /** The file with tests that were made before the change. */
      readonly before: string | null;
      /** Also as the accounts of the services; absent: not. */
      readonly asServices?: true;
      readonly leaveOut: Redaction;
      readonly fields: TicketFields;
      readonly formats: readonly TicketFormat[];
    }
  /** The JSON Schema of `ticket.json`. */
  | { readonly name: 'ticket-schema' }
  | { readonly name: 'export'; readonly plan: string; readonly to: Channel; readonly out: string }
  | { readonly name: 'audit'; readonly ticket: string; readonly out: string | null }
  | { readonly name: 'fleet'; readonly from: string; readonly out: string }
  | { readonly name: 'undo'; readonly run: string | null }
  | { readonly name: 'runs' }
  | { readonly name: 'support'; readonly out: string }
  /** The tests as the accounts of the services; `run` names what waits for them, or the run whose plan is tested. */
  | { readonly name: 'probe-accounts'; readonly run: string }
  | {
      readonly name: 'probe';
      readonly target: ProbeTarget;
      readonly via: ProbeVia;
      readonly expect: 'mdi' | 'any' | null;
      /** Whose password is asked for, and given to the proxy if it asks. */
      readonly proxyUser?: string;
      /** By Windows' own HTTP; `integrated`: which may sign in to the proxy with the account of this process. */
      readonly system?: 'never' | 'integrated';
    };

export interface CommandLine {
  readonly command: Command;
  /** Print one JSON document and nothing else. */
  readonly json: boolean;
  readonly lab: { readonly scenario: string; readonly state: string | null } | null;
  readonly files: EndpointFiles;
}

export const commandNames = [
  'detect',
  'intent',
  'plan',
  'apply',
  'verify',
  'report',
  'audit',
  'fleet',
  'export',
  'undo',
  'runs',
  'support',
  'probe',
  'endpoints',
] as const;
export type CommandName = (typeof commandNames)[number];

const options = {
  json: { type: 'boolean' },
  lab: { type: 'string' },
  state: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  example: { type: 'boolean' },
  save: { type: 'string' },
  compare: { type: 'string' },
  ticket: { type: 'string' },
  from: { type: 'string' },
  intent: { type: 'string' },
  out: { type: 'string' },
  plan: { type: 'string' },
  proposed: { type: 'boolean' },
  'as-services': { type: 'boolean' },
  before: { type: 'string' },
  digest: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'undo-unless-verified': { type: 'boolean' },
  run: { type: 'string' },
  'leave-out': { type: 'string' },
  'ticket-number': { type: 'string' },
  'change-window': { type: 'string' },
  requester: { type: 'string' },
  approver: { type: 'string' },
  formats: { type: 'string' },
  'include-tenant-hosts': { type: 'boolean' },
  to: { type: 'string' },
  endpoints: { type: 'string' },
  schema: { type: 'boolean' },
  'service-tags': { type: 'string' },
  path: { type: 'string' },
  proxy: { type: 'string' },
  'proxy-user': { type: 'string' },
  engine: { type: 'string' },
  'windows-sign-in': { type: 'boolean' },
  expect: { type: 'string' },
} as const;
type OptionName = keyof typeof options;
type Options = { readonly [K in OptionName]?: (typeof options)[K]['type'] extends 'boolean' ? boolean : string };

const everywhere: readonly OptionName[] = ['json', 'lab', 'state', 'help'];

const fieldOptions = {
  number: 'ticket-number',
  window: 'change-window',
  requester: 'requester',
  approver: 'approver',
} as const satisfies Record<keyof TicketFields, string>;

const files: readonly OptionName[] = ['endpoints', 'service-tags'];

const own: Readonly<Record<CommandName, readonly OptionName[]>> = {
  detect: ['run', 'include-tenant-hosts'],
  intent: ['example', 'save', 'compare', 'plan'],
  audit: ['ticket', 'out', ...files],
  fleet: ['from', 'out'],
  plan: ['intent', 'out', 'password-stdin'],
  apply: ['plan', 'digest', 'undo-unless-verified', 'include-tenant-hosts', ...files],
  verify: ['plan', 'proposed', 'as-services', 'out', 'include-tenant-hosts', ...files],
  report: [
    ...['out', 'run', 'plan', 'before', 'as-services', 'leave-out', 'include-tenant-hosts', 'formats', 'schema'],
    ...Object.values(fieldOptions),
    ...files,
  ] as OptionName[], // each is one of the options above
  export: ['plan', 'to', 'out', 'endpoints'],
  undo: ['run'],
  runs: [],
  support: ['out'],
  probe: ['run', 'path', 'proxy', 'proxy-user', 'engine', 'windows-sign-in', 'expect', ...files],
  endpoints: ['schema'],
};

const usage = (detail: string) => fail({ kind: 'usage', detail: detail.slice(0, 1024) });

/** Reads the arguments behind the program's name. What it does not know is a problem, never ignored. */
export function readCommandLine(args: readonly string[]): Result<CommandLine> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const command = commandOf(values, positionals);
  if (!command.ok) return command;
  const { lab, state } = values;
  if (state !== undefined && lab === undefined)
    return usage('--state is the folder of a lab; use it together with --lab SCENARIO');
  if (lab === '' || state === '') return usage(`--${lab === '' ? 'lab' : 'state'} needs a value`);
  return ok({
    command: command.value,
    json: values.json === true,
    lab: lab === undefined ? null : { scenario: lab, state: state ?? null },
    files: { endpoints: values.endpoints ?? null, serviceTags: values['service-tags'] ?? null },
  });
}

function parse(args: readonly string[]): Result<{ readonly values: Options; readonly positionals: readonly string[] }> {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    return twice === undefined ? ok({ values, positionals }) : usage(`--${twice} is given twice`);
  } catch (error) {
    // Node's own sentence names the option; what follows it is advice for programmers.
    const sentence = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : '';
    return usage(sentence.replace(/\.$/, ''));
  }
}

function commandOf(values: Options, positionals: readonly string[]): Result<Command> {
  const [name, ...rest] = positionals;
  if (values.version === true && name === undefined) return ok({ name: 'version' });
  if (name === undefined) return helpOf(values, []);
  if (name === 'help') return helpOf(values, rest);
  if (!isCommand(name))
    return usage(`there is no command ${JSON.stringify(name)}; there are ${commandNames.join(', ')} and help`);
  if (values.help === true) return ok({ name: 'help', topic: name });
  const allowed: readonly string[] = [...everywhere, ...own[name]];
  const foreign = Object.keys(values).find((option) => !allowed.includes(option));
  if (foreign !== undefined) return usage(`--${foreign} is no option of "${name}"`);
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty !== undefined) return usage(`--${empty[0]} needs a value`);
  const surplus = name === 'probe' ? rest[1] : rest[0];
  if (surplus !== undefined) return usage(`"${name}" does not take the argument ${JSON.stringify(surplus)}`);
  return readers[name](values, rest[0]);
}

function helpOf(values: Options, [topic, ...rest]: readonly string[]): Result<Command> {
  const other = Object.keys(values).find((option) => option !== 'help' && option !== 'json');
  // A command was forgotten, and its options are there.
  if (other !== undefined)
    return usage(`--${other} belongs to a command, and none is given; there are ${commandNames.join(', ')}`);
  const [id, surplus = topic === 'topics' ? undefined : id] = rest;
  if (surplus !== undefined) return usage('help takes one command, or "topics" and a topic');
  if (topic === 'topics') return ok({ name: 'topics', id: id ?? null });
  if (topic === undefined) return ok({ name: 'help', topic: null });
  return isCommand(topic) ? ok({ name: 'help', topic }) : usage(`there is no command ${JSON.stringify(topic)}`);
}

const isCommand = (name: string): name is CommandName => (commandNames as readonly string[]).includes(name); // to compare with any text

type Reader = (values: Options, argument: string | undefined) => Result<Command>;

const readers: Readonly<Record<CommandName, Reader>> = {
  detect: ({ run, 'include-tenant-hosts': hosts }) =>
    isRun(run) ? ok({ name: 'detect', ...(run !== undefined && { run }), tenantHosts: hosts === true }) : badRun,
  intent: readIntent,
  audit: ({ ticket, out }) =>
    ticket === undefined
      ? usage('"audit" needs --ticket FILE, the ticket.json that "report" wrote')
      : ok({ name: 'audit', ticket, out: out ?? null }),
  fleet: ({ from, out }) =>
    from === undefined || out === undefined
      ? usage('"fleet" needs --from FOLDER, with the files of "audit --out", and --out FOLDER')
      : ok({ name: 'fleet', from, out }),
  plan: ({ intent, out, 'password-stdin': passwordStdin }) =>
    intent === undefined
      ? usage('"plan" needs --intent FILE')
      : passwordStdin === true && out === undefined
        ? usage('--password-stdin needs --out FILE: the encrypted password is kept beside the plan')
        : ok({ name: 'plan', intent, out: out ?? null, passwordStdin: passwordStdin === true }),
  apply: readApply,
  verify: readVerify,
  report: readReport,
  export: readExport,
  undo: ({ run }) => (isRun(run) ? ok({ name: 'undo', run: run ?? null }) : badRun),
  runs: () => ok({ name: 'runs' }),
  support: ({ out }) => (out === undefined ? usage('"support" needs --out FOLDER') : ok({ name: 'support', out })),
  endpoints: ({ schema }) => ok({ name: 'endpoints', schema: schema === true }),
  probe: readProbe,
};

function readIntent({ example, save, compare, plan }: Options): Result<Command> {
  const asked = [example === true, save !== undefined, compare !== undefined].filter(Boolean).length;
  if (asked !== 1)
    return usage('"intent" takes one of --example, --save FILE and --compare FILE; a profile is such a file');
  if (plan !== undefined && save === undefined) return usage('--plan of "intent" goes together with --save FILE');
  if (save !== undefined) return ok({ name: 'profile-save', file: save, plan: plan ?? null });
  return ok(compare === undefined ? { name: 'intent' } : { name: 'profile-compare', file: compare });
}

function readApply(values: Options): Result<Command> {
  const { plan, digest } = values;
  if (plan === undefined || digest === undefined) return usage('"apply" needs --plan FILE and --digest SHA256');
  const sha256 = Sha256.safeParse(digest.toLowerCase());
  if (!sha256.success) return usage('--digest takes the SHA-256 that was shown with the plan: 64 hexadecimal digits');
  const testFile = files.find((name) => values[name] !== undefined);
  if (testFile !== undefined && values['undo-unless-verified'] !== true)
    return usage(`--${testFile} says what to test by; "apply" tests only with --undo-unless-verified`);
  return ok({
    name: 'apply',
    plan,
    digest: sha256.data,
    undoUnlessVerified: values['undo-unless-verified'] === true,
    tenantHosts: values['include-tenant-hosts'] === true,
  });
}

function readVerify(values: Options): Result<Command> {
  const { plan, proposed, out, 'include-tenant-hosts': hosts, 'as-services': asServices } = values;
  if (proposed === true && plan === undefined)
    return usage('--proposed tests what a plan would set: give it with --plan FILE');
  if (proposed === true && asServices === true)
    return usage('--as-services tests by what is set now, so it does not go together with --proposed');
  const common = { name: 'verify', plan: plan ?? null, out: out ?? null, tenantHosts: hosts === true } as const;
  return ok({ ...common, proposed: proposed === true, ...(asServices === true && { asServices }) });
}

const leavable = { accounts: 'accountNames', machines: 'machineNames', addresses: 'addresses' } as const;

function readReport(values: Options): Result<Command> {
  const { out, run, plan, before } = values;
  if (values.schema === true) {
    const other = own.report.find((name) => name !== 'schema' && values[name] !== undefined);
    return other === undefined
      ? ok({ name: 'ticket-schema' })
      : usage(`--schema of "report" prints a schema and writes no ticket, so it does not go together with --${other}`);
  }
  if (out === undefined) return usage('"report" needs --out FOLDER');
  if (run !== undefined && plan !== undefined)
    return usage('--run and --plan name the same thing in two ways; use one of them');
  if (!isRun(run)) return badRun;
  const asked = values['leave-out']?.split(',') ?? [];
  const unknown = asked.find((name) => !Object.hasOwn(leavable, name));
  if (unknown !== undefined)
    return usage(
      `--leave-out takes a list of ${Object.keys(leavable).join(', ')}, without spaces; ${JSON.stringify(unknown)} is none of them`,
    );
  const leaveOut: Redaction = {
    accountNames: asked.includes('accounts'),
    machineNames: asked.includes('machines'),
    addresses: asked.includes('addresses'),
    tenantHosts: values['include-tenant-hosts'] !== true,
  };
  const fields = readFields(values);
  if (!fields.ok) return fields;
  const formats = readFormats(values.formats);
  if (!formats.ok) return formats;
  const common = { name: 'report', out, run: run ?? null, plan: plan ?? null, before: before ?? null } as const;
  const asServices = values['as-services'] === true ? ({ asServices: true } as const) : {};
  return ok({ ...common, ...asServices, leaveOut, fields: fields.value, formats: formats.value });
}

function readFields(values: Options): Result<TicketFields> {
  const tooLong = Object.values(fieldOptions).find((name) => (values[name]?.length ?? 0) > ticketFieldLimit);
  if (tooLong !== undefined) return usage(`--${tooLong} takes at most ${ticketFieldLimit} characters`);
  const { number, window, requester, approver } = fieldOptions;
  return ok({
    number: values[number] ?? '',
    window: values[window] ?? '',
    requester: values[requester] ?? '',
    approver: values[approver] ?? '',
  });
}

function readFormats(asked: string | undefined): Result<readonly TicketFormat[]> {
  if (asked === undefined) return ok(textFormats);
  const names = asked.split(',');
  if (names.includes('pdf'))
    return usage('--formats: the console writes no PDF; print ticket.html to one, or save the ticket in the window');
  const unknown = names.find((name) => !(textFormats as readonly string[]).includes(name)); // to compare with any text
  if (unknown !== undefined)
    return usage(
      `--formats takes a list of ${textFormats.join(', ')}, without spaces; ${JSON.stringify(unknown)} is none of them`,
    );
  return ok(textFormats.filter((format) => names.includes(format)));
}

function readExport({ plan, to, out }: Options): Result<Command> {
  if (plan === undefined || to === undefined || out === undefined)
    return usage('"export" needs --plan FILE, --to CHANNEL and --out FOLDER');
  const channel = Channel.safeParse(to);
  if (!channel.success)
    return usage(`--to takes one of ${Channel.options.join(', ')}; ${JSON.stringify(to)} is none of them`);
  return ok({ name: 'export', plan, to: channel.data, out });
}

function readProbe(values: Options, host: string | undefined): Result<Command> {
  const { path, proxy, expect, run, engine, 'proxy-user': proxyUser, 'windows-sign-in': signIn } = values;
  if (run !== undefined) {
    const more = [host, path, proxy, proxyUser, engine, signIn, expect];
    if (more.some((one) => one !== undefined))
      return usage('--run tests as the accounts of the services and takes no host and no way to it');
    return isRun(run) ? ok({ name: 'probe-accounts', run: run.toLowerCase() }) : badRun;
  }
  if (host === undefined) return usage('"probe" needs the host to test, such as contoso-corpsensorapi.atp.azure.com');
  if (expect !== undefined && expect !== 'mdi' && expect !== 'any') return usage('--expect takes "mdi" or "any"');
  const target = readTargetArgument(host, path ?? null);
  if (!target.ok) return target;
  const via = readProxyArgument(proxy ?? null);
  if (!via.ok) return via;
  if (proxyUser !== undefined && proxy === undefined)
    return usage('--proxy-user is the name for a sign-in to the proxy; use it together with --proxy HOST:PORT');
  if (proxyUser !== undefined && basicFault({ user: proxyUser, password: '' }) !== null)
    return usage('--proxy-user takes a name without a colon, of at most 1024 characters; the password is asked for');
  const system = readEngine(values);
  if (!system.ok) return system;
  const common = {
    name: 'probe',
    target: target.value,
    via: via.value,
    expect: expect ?? null,
    ...system.value,
  } as const;
  return ok({ ...common, ...(proxyUser !== undefined && { proxyUser }) });
}

function readEngine(values: Options): Result<{ readonly system?: 'never' | 'integrated' }> {
  const { engine, proxy, 'windows-sign-in': signIn, 'proxy-user': proxyUser } = values;
  if (engine !== undefined && engine !== 'system')
    return usage('--engine takes "system", which is the HTTP of Windows; without it the test goes stage by stage');
  if (signIn === true && (engine === undefined || proxy === undefined))
    return usage(
      '--windows-sign-in lets Windows sign in to a proxy; use it with --engine system and --proxy HOST:PORT',
    );
  if (engine !== undefined && proxyUser !== undefined)
    return usage('--proxy-user is for a test stage by stage; with --engine system there is --windows-sign-in');
  return ok(engine === undefined ? {} : { system: signIn === true ? 'integrated' : 'never' });
}

const isRun = (run: string | undefined): boolean =>
  run === undefined || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(run);
const badRun = usage('--run takes the id of a run as "runs" lists it');
