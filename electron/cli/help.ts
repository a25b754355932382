import { toolVersion } from '../core/tool-version.ts';
import type { CommandName } from './command-line.ts';
import { exitCodes } from './exit-code.ts';
import { table } from './layout.ts';

interface Help {
  readonly line: string;
  readonly usage: string;
  readonly more: readonly string[];
}

const tenantHosts = [
  '--include-tenant-hosts',
  '    with --json, also name the hosts that Defender for Endpoint was onboarded with here',
];

const endpointFiles = [
  '--endpoints FILE      test by this catalogue; "endpoints" prints the one that is used otherwise',
  '--service-tags FILE   compare addresses with the service tags of ServiceTags_Public_*.json',
];

const helps: Readonly<Record<CommandName, Help>> = {
  detect: {
    line: 'show what is set and which way each service goes',
    usage: 'detect [--include-tenant-hosts]',
    more: [...tenantHosts, '', 'Reads only. What cannot be read without administrator rights is shown as not known.'],
  },
  intent: {
    line: 'print, keep or compare the file that says what is wanted (a profile)',
    usage: 'intent --example | --save FILE [--plan FILE] | --compare FILE',
    more: [
      '--example       print an example, as in: intent --example > intent.json',
      '--save FILE     keep what this server is set to in this new file, for other servers',
      '--plan FILE     with --save: keep what this plan was made for',
      '--compare FILE  show what here is not as the file wants it, and what of it does not apply here;',
      '                ends with code 1 for a difference; "plan --intent FILE" plans the same',
      '',
      'The file is complete and valid; change what is to be different. A product of null is left out;',
      'the route {"kind":"keep"} changes nothing and only tests; others: direct, wpad, pac, static.',
      'mdi.signIn: keep, none, or sealed or ask with "user"; the password itself never stands there.',
    ],
  },
  plan: {
    line: 'plan what is wanted and show every change',
    usage: 'plan --intent FILE [--out FILE] [--password-stdin]',
    more: [
      '--intent FILE     what is wanted, as "intent --example" prints it',
      '--out FILE        keep the plan in this new file; "apply" takes it together with its digest',
      '--password-stdin  take the password of the proxy from standard input, one line in UTF-8',
      '',
      'Where the MDI sensor is to sign in to its proxy ("sealed") the password is asked for and kept',
      'beside the plan, encrypted for the certificate of the sensor; "apply" takes that file away.',
      'Reads only. Ends with code 4 where something stands in the way.',
    ],
  },
  apply: {
    line: 'carry out a reviewed plan',
    usage: 'apply --plan FILE --digest SHA256 [--undo-unless-verified [OPTION]]',
    more: [
      '--plan FILE               the file that "plan --out" kept',
      '--digest SHA256           the digest that was shown with it',
      '--undo-unless-verified    test afterwards, and put everything back unless it is proven to work;',
      '                          an address without a documented answer is no reason: it ends with code 1',
      ...endpointFiles,
      ...tenantHosts,
      '',
      'Needs administrator rights. Refuses a plan that was altered, was used before, is of another',
      'machine, or no longer fits what is there. If a change fails, all before it is put back.',
      'A sign-in with "ask" asks for the password here.',
    ],
  },
  verify: {
    line: 'test every address by every way, and whether each service gets through by its own',
    usage: 'verify [--plan FILE [--proposed]] [--as-services] [--out FILE] [OPTION]',
    more: [
      '--plan FILE   compare with this plan; otherwise with the latest run; without any, only test',
      '--proposed    judge by what the plan would set, before it is applied; nothing is changed',
      '--as-services test as Local System and Local Service too, by one-shot scheduled tasks that are',
      '              removed at once; needs administrator rights and the installed program',
      '--out FILE    keep the tests in this new file, for "report --before"',
      ...endpointFiles,
      ...tenantHosts,
      '',
      'Sends nothing but the tests, without credentials. Ends with code 1 unless all of them work.',
    ],
  },
  report: {
    line: 'test and write the change ticket',
    usage: 'report --out FOLDER [--run ID | --plan FILE] [OPTION] | --schema',
    more: [
      '--out FOLDER       where the ticket goes; nothing in it is overwritten',
      '--run ID           of this run; otherwise of the latest; without any, of the machine as it is',
      '--plan FILE        of this plan, applied or not',
      '--before FILE      tests from before the change, as "verify --plan FILE --out FILE" kept them',
      '--as-services      test as Local System and Local Service too, as "verify --as-services" does',
      '--leave-out LIST   what not to name: accounts, machines, addresses, with commas between',
      '--formats LIST     of md, html, json, txt, with commas between; all of them unless said.',
      '                   For a PDF print ticket.html, or save the ticket in the window',
      '--ticket-number, --change-window, --requester, --approver TEXT',
      '                   what the change board files the ticket under, at most 200 characters each',
      '--include-tenant-hosts',
      '                   name the hosts that Defender for Endpoint was onboarded with here',
      '--schema           print the JSON Schema of ticket.json and write nothing',
      ...endpointFiles,
      '',
      'Where the proxy or a firewall is in the way, a request to its team lies beside the ticket.',
      'Credentials, keys and tenant ids are always left out.',
      'Ends with code 0 when the ticket is written, whatever its tests say.',
    ],
  },
  audit: {
    line: 'say what has changed on this server since a ticket',
    usage: 'audit --ticket FILE [--out FILE] [OPTION]',
    more: [
      '--ticket FILE  the ticket.json that "report" or the window wrote for this server',
      '--out FILE     keep the result in this new file, for "fleet"',
      ...endpointFiles,
      '',
      'Compares each changed setting, the way of each service and each address with now. Changes nothing.',
      'Ends for a scheduled task with code 1 where something has changed, with code 10 where nothing has',
      'but a setting or the way of a service could not be seen, and otherwise with code 0.',
      'A ticket with names left out cannot be compared.',
    ],
  },
  fleet: {
    line: 'make one table of the audits of many servers',
    usage: 'fleet --from FOLDER --out FOLDER',
    more: [
      '--from FOLDER  the files of "audit --out", one for each server; those that are none are named',
      '--out FOLDER   where fleet.html and fleet.csv go; nothing in it is overwritten',
      '',
      'Ends with code 1 where a server has changed or a file does not count, and with code 10 where no',
      'change was seen, but not everything could be seen.',
    ],
  },
  export: {
    line: 'write a plan as the files of another tool, each with its way back',
    usage: 'export --plan FILE --to CHANNEL --out FOLDER [--endpoints FILE]',
    more: [
      '--plan FILE     the file that "plan --out" kept',
      '--to CHANNEL    reg         registry file',
      '                ps1         PowerShell script, for Windows PowerShell 5.1',
      '                gpo         Group Policy: Registry.pol, LGPO text, a script, names in the editor',
      '                gpp         Group Policy Preferences, for what is no policy (WinHTTP)',
      '                intune      scripts to detect and remediate, and a list of OMA-URIs',
      '                ansible     playbook for the collection ansible.windows',
      '                allow-list  what the proxy has to let through',
      '                mdi         installation and proxy of the MDI sensor',
      '--out FOLDER    where the files go; nothing in it is overwritten',
      '--endpoints FILE',
      '                make the allow-list of this catalogue; "endpoints" prints the usual one',
      '',
      'Reads only the plan. What a channel cannot carry is named with its reason and is in no file.',
      'Ends with code 4 for a plan with blockers, and where the channel carries nothing of the plan.',
    ],
  },
  undo: {
    line: 'put back what a run has changed',
    usage: 'undo [--run ID]',
    more: [
      '--run ID   this run; otherwise the latest one that is not put back yet',
      '',
      'Needs administrator rights. What somebody else has changed since is named and left alone.',
    ],
  },
  runs: { line: 'list the runs of this machine', usage: 'runs', more: [] },
  support: {
    line: 'write a support bundle without names and secrets',
    usage: 'support --out FOLDER',
    more: [
      '--out FOLDER   where the bundle goes; nothing in it is overwritten',
      '',
      'Says what is in it before it is written. Reads only, and sends nothing.',
    ],
  },
  probe: {
    line: 'test one target',
    usage: 'probe HOST[:PORT] [--path P] [--proxy HOST:PORT [--proxy-user NAME]] [OPTION]',
    more: [
      'HOST[:PORT]        port 443 unless said; port 80 is asked without TLS',
      '--path P           the path to ask for, / unless said',
      '--proxy HOST:PORT  through this proxy; otherwise directly',
      '--proxy-user NAME  asks for the password at the console, and signs in if the proxy asks for Basic.',
      '                   Nothing of it is kept or shown; no service of this computer signs in by it',
      '--engine system    by the HTTP of Windows itself, as its services make it; on Windows only',
      '--windows-sign-in  with --engine system: let Windows answer NTLM or Negotiate of the proxy with',
      '                   the account that runs this test',
      '--expect mdi|any   mdi: an answer of the sensor API; any: every answer that is no server error.',
      '                   Unless said: mdi for hosts of the sensor API, any for others',
      '',
      'probe --run ID is how "verify --as-services" is started with rights, and as the accounts.',
      ...endpointFiles,
    ],
  },
  endpoints: {
    line: 'print the catalogue of endpoints that everything is tested by',
    usage: 'endpoints [--schema] > endpoints.json',
    more: [
      '--schema   print the JSON Schema of that file instead, for an editor',
      '',
      'What is printed is valid, and what an own catalogue begins with: change rows, give it another',
      '"version", and hand it over with --endpoints.',
    ],
  },
};

const everywhere: readonly (readonly [string, string])[] = [
  ['--json', 'print one JSON document and nothing else'],
  ['--lab SCENARIO', 'a lab machine instead of this computer; nothing of this computer is read or changed'],
  ['--state FOLDER', "where the lab keeps its files; otherwise a folder under the user's temporary files"],
  ['--help, -h', 'this help, or that of a command'],
];

/** What the program can do, or one of its commands. `scenarios`: the labs by name, with a line for each. */
export function helpLines(topic: CommandName | null, scenarios: Readonly<Record<string, string>>): string[] {
  return topic === null ? wholeHelp(scenarios) : commandHelp(topic);
}

function wholeHelp(scenarios: Readonly<Record<string, string>>): string[] {
  return [
    `defender-proxy ${toolVersion}`,
    'Sets up, proves and documents the proxy of Microsoft Defender for Identity, Defender for Endpoint',
    'and Defender Antivirus on a Windows server.',
    '',
    'Commands',
    ...table([
      ...Object.entries(helps).map(([name, { line }]) => [name, line]),
      ['help COMMAND', 'more about one of them'],
      ['help topics [TOPIC]', 'how the proxies of Defender work, and what each result means'],
    ]),
    '',
    'Options of every command',
    ...table([...everywhere, ['--version', 'print the version']]),
    '',
    'The usual way',
    '  defender-proxy detect',
    '  defender-proxy intent --example > intent.json     (then change it)',
    '  defender-proxy plan --intent intent.json --out plan.json',
    '  defender-proxy apply --plan plan.json --digest SHA256',
    '  defender-proxy verify',
    '  defender-proxy report --out ticket',
    '',
    'Labs',
    ...table(Object.entries(scenarios)),
    '',
    'Exit codes',
    ...exitCodeLines(),
  ];
}

function commandHelp(topic: CommandName): string[] {
  const { line, usage, more } = helps[topic];
  return [
    `defender-proxy ${usage}`,
    '',
    `${line.charAt(0).toUpperCase()}${line.slice(1)}.`,
    ...(more.length === 0 ? [] : ['', ...more.map((text) => (text === '' ? '' : `  ${text}`))]),
    '',
    'Options of every command',
    ...table(everywhere),
    '',
    'Exit codes',
    ...exitCodeLines(),
  ];
}

function exitCodeLines(): string[] {
  return table(Object.entries(exitCodes).map(([code, text]) => [code.padStart(3), text]));
}
