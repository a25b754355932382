import { cautions, reasons } from '../wording/plan-words.ts';
import { example } from './examples.ts';
import { commands, type HelpTopic, list, steps, text } from './topic.ts';

/** The steps of the wizard, and what goes on beside them. */
export const operatingTopics: readonly HelpTopic[] = [
  {
    id: 'step-this-server',
    group: 'steps',
    title: 'This server',
    parts: [
      text(
        'Reads what is set and which way each service goes. Nothing is changed. A row of the table opens to every place that was looked at, in the order of the service. What could not be read is "not known", never "no proxy": the settings of the service accounts and of the MDI sensor are readable for administrators only, and "Detect with administrator rights" reads them.',
      ),
      text(
        '"Only test" and "Only document" change nothing either: they go to the tests or to the ticket of what is set.',
      ),
    ],
    sources: [],
  },
  {
    id: 'step-settings',
    group: 'steps',
    title: 'Settings',
    parts: [
      text(
        'What is wanted: the products, the way out, the proxy, and what follows of it. It begins with what was found. One host and port is enough; the page shows how it will be written for each product. "Test this route now" tries it before anything is planned or changed.',
      ),
    ],
    sources: [],
  },
  {
    id: 'step-review',
    group: 'steps',
    title: 'Review',
    parts: [
      text(
        'Every change with its exact place, its value before and after, its reason and source, who else is affected, and the same as commands. The SHA-256 fingerprint is that of the plan: the program applies a plan with this fingerprint only, and "certutil -hashfile" shows the same for its file.',
      ),
      list(...Object.values(reasons)),
      text('What may be said there to know before:'),
      list(...Object.values(cautions)),
    ],
    sources: [],
  },
  {
    id: 'step-apply',
    group: 'steps',
    title: 'Apply',
    parts: [
      text('Windows asks for confirmation once, for defender-proxy.exe. Then, in this order:'),
      steps(
        'Every value is compared with what was reviewed. If one has changed since, nothing is written.',
        'Each change is recorded, written and read back before the next one.',
        'If a change fails, everything that was written is put back.',
      ),
    ],
    sources: [],
  },
  {
    id: 'step-test',
    group: 'steps',
    title: 'Test',
    parts: [
      text(
        'Tests every address by every way that is set, stage by stage: name, connection, CONNECT, TLS, answer. Each service is judged by the way that it really takes. Nothing of this server is sent, and no sign-in.',
      ),
      list(
        'Works: proven by the expected path.',
        'Works differently: it answers, but by another path, another issuer, or not proven.',
        'Fails: with what to do, and where only the proxy team can fix it, a request to them.',
        'Not tested: with the reason.',
      ),
      text(
        '"What the services themselves show" looks at connections, events and logs; "As the service accounts" repeats the tests as Local System and Local Service.',
      ),
    ],
    sources: [],
  },
  {
    id: 'step-report',
    group: 'steps',
    title: 'Report',
    parts: [
      text(
        'The change ticket as Markdown, HTML, JSON and a short text for a ticket field, with the way back beside it; the window also prints a PDF, for which the console has no printer. Ticket number, change window, requester and approver stand first. Passwords, keys and tenant identifiers are always left out; names and addresses when asked.',
      ),
      commands('defender-proxy report --out ticket --ticket-number CHG0031337'),
    ],
    sources: [],
  },
  {
    id: 'group-policy',
    group: 'operating',
    title: 'Values that a Group Policy owns',
    parts: [
      text(
        'A value below Policies may come from a Group Policy or from a hand; there is one copy of it. What a policy manages it writes again at its next refresh (on a domain controller every 5 minutes, on others about every 90), so this program does not change such a value: it names the policy and the setting in it. Where the owner cannot be read it is "not known".',
      ),
      text('There is no policy for WinHTTP; Group Policy Preferences may write its value again.'),
      commands('gpresult /scope computer /h gp.html', 'defender-proxy export --plan plan.json --to gpo --out gpo'),
    ],
    sources: ['mde-configure-proxy'],
  },
  {
    id: 'undo',
    group: 'operating',
    title: 'Put back what was changed',
    parts: [
      list(
        'In the window: "Put back" after a run, or later in "History", where each record can be opened.',
        'In a console as administrator: by the id that is on the ticket, or without one for the latest run.',
        'Without this program: back-out.ps1 and back-out.reg beside the ticket.',
      ),
      commands('defender-proxy runs', 'defender-proxy undo --run ID'),
      text(
        'The window and the console put back the exact bytes, absent values too. What somebody else has changed since is named and left alone. The two files do not look: they overwrite it.',
      ),
    ],
    sources: [],
  },
  {
    id: 'server-core',
    group: 'operating',
    title: 'Server Core and the console',
    parts: [
      text('defender-proxy.exe does all that the window does, without a desktop:'),
      commands(
        'defender-proxy detect',
        'defender-proxy intent --example > intent.json',
        'defender-proxy plan --intent intent.json --out plan.json',
        'defender-proxy verify --plan plan.json --proposed',
        'defender-proxy apply --plan plan.json --digest SHA256 --undo-unless-verified',
        'defender-proxy report --out ticket',
      ),
      text('"defender-proxy help COMMAND" explains each; "defender-proxy help topics" lists this help.'),
    ],
    sources: [],
  },
  {
    id: 'fleet',
    group: 'operating',
    title: 'Many servers: exports',
    parts: [
      text(
        'A plan that was made and tested on one server becomes files for the tool that reaches the others: registry file, PowerShell, Group Policy, Group Policy Preferences, Intune, Ansible, the installation of the MDI sensor, and allow-lists. Each has its way back beside it. What a channel cannot carry is named and is not in its files.',
      ),
      commands('defender-proxy export --plan plan.json --to ps1 --out files'),
      text('Try it on one server or in an isolated organisational unit first, above all what sets WinHTTP.'),
    ],
    sources: [],
  },
  {
    id: 'drift',
    group: 'operating',
    title: 'What has changed since a ticket',
    parts: [
      text(
        'A ticket that was kept as JSON can be compared with its server later: each setting, the way of each service, and each address. In the window: "History", "Compare a ticket with now"; the result can be copied and saved, and its audit.json is one for fleet. What cannot be read or was not tested is said, and is no change. A ticket from which names were taken out cannot be compared.',
      ),
      commands(
        'defender-proxy audit --ticket ticket.json --out DC01.json',
        'defender-proxy fleet --from results --out page',
      ),
      list(
        'audit ends with code 0 where nothing has changed, with 1 where something has, and with 10 where nothing has but not everything could be seen: for a scheduled task.',
        'fleet makes one page and one table of the results of many servers, and names each file that is none.',
      ),
    ],
    sources: [],
  },
  {
    id: 'profiles',
    group: 'operating',
    title: 'The same wishes on the next server',
    parts: [
      text(
        'What is wanted can be kept as a profile, without any password, and opened on the next server: in the window by "Open a profile", in the console by these. The comparison shows what differs there and what does not apply.',
      ),
      commands(
        'defender-proxy intent --save profile.json',
        'defender-proxy intent --compare profile.json',
        'defender-proxy plan --intent profile.json --out plan.json',
      ),
    ],
    sources: [],
  },
  {
    id: 'takes-time',
    group: 'operating',
    title: 'It was changed, but the old proxy is still in use',
    parts: [
      list(
        'MDI: the services are restarted and read the new setting at once. The portal says Disconnected after about 10 minutes without contact.',
        'MDE: the sensor cannot be restarted by anybody. When it takes up a proxy is not documented; look again after about 15 minutes, or restart the server as a last resort.',
        'Antivirus: it keeps the last proxy that worked, until that fails.',
      ),
      commands(
        'Get-WinEvent -LogName Microsoft-Windows-SENSE/Operational -MaxEvents 20',
        `Get-NetTCPConnection -RemotePort ${example.telemetry.split(':')[1] ?? ''}`,
      ),
    ],
    sources: ['mde-configure-proxy', 'mdav-network-connections'],
  },
  {
    id: 'privacy',
    group: 'operating',
    title: 'What is written, kept and sent',
    parts: [
      text(
        'Nothing is sent anywhere but to the tested addresses, without credentials and without a body. There is no telemetry, no update by itself, no service and nothing that starts with Windows. Records of runs lie in a folder that only administrators can write. The log and the support bundle hold names of steps, outcomes and codes: no values, no hosts of the tenant, no accounts.',
      ),
      commands('defender-proxy support --out FOLDER'),
    ],
    sources: [],
  },
];
