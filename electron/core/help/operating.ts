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
        'Reads what is set, and which way each service goes. Nothing is changed. Open a row of the table to see every place that was looked at, in the order in which the service looks. What could not be read is "not known", never "no proxy". Only administrators may read the settings of the service accounts and of the MDI sensor: "Detect with administrator rights" reads them.',
      ),
      text(
        '"Only test" and "Only document" change nothing either. They lead to the tests, or to the ticket, of what is set now.',
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
        'What is wanted: the products, the way out of the network, the proxy, and what follows from that. Everything is filled in from what was found. One host and port is enough: the page shows how it will be written for each product. "Test this route now" tries it before anything is changed.',
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
        'Every change with its exact place, its value before and after, its reason and source, who else is affected, and the same as commands. The SHA-256 fingerprint belongs to this plan: only a plan with this fingerprint is applied. For a plan in a file, certutil -hashfile FILE SHA256 shows the same.',
      ),
      text('The reasons that a change can have:'),
      list(...Object.values(reasons)),
      text('What may stand under "To know before":'),
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
        'Every value is compared with what was reviewed. If one has changed since then, nothing is written.',
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
        'Tests every address by every way that is set, stage by stage: name, connection, CONNECT, TLS, answer. A service is judged by the way that it really takes. That way is marked "in use", in the column of the setting that the service uses. No data from this server is sent, and no sign-in.',
      ),
      list(
        'Works: proven by the expected path.',
        'Works differently: it answers, but by another path or with another issuer, or the answer proves too little.',
        'Fails: the page says what to do. Where only the proxy team can fix it, there is a request for them.',
        'Not tested: the page says why.',
      ),
      text(
        '"What the services themselves show" looks at connections, events and logs. "Test as the service accounts" repeats the tests as Local System and Local Service. "Cancel" ends either; of the tests as these accounts nothing is then kept, and their scheduled tasks are taken away.',
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
        'The change ticket as HTML, Markdown, JSON and a short text for a ticket field, with the files that put everything back. The window also makes a PDF, the console does not. "Ticket number", "Change window", "Requested by" and "Approved by" stand at its top. Passwords, keys and tenant identifiers are always left out. Names and addresses are left out if you ask for it.',
      ),
      commands('defender-proxy report --out ticket --ticket-number CHG0031337'),
    ],
    sources: [],
  },
  {
    id: 'group-policy',
    group: 'operating',
    title: 'Values that a Group Policy sets',
    parts: [
      text(
        'A value below the Policies key may come from a Group Policy, or may have been written by hand. A Group Policy writes its values again at the next refresh: every 5 minutes on a domain controller, about every 90 on other computers. So this program does not change a value that a Group Policy sets: it names the policy, and the setting in it. If the owner cannot be read, it is "not known".',
      ),
      text('No Group Policy setting exists for WinHTTP, but Group Policy Preferences may write its value again.'),
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
        'In the window: "Put back" after a run. Later: open its record in "History", then "Put back".',
        'In a console as administrator: with the id of the run, which is on the ticket. Without an id: the latest run that is not put back yet.',
        'Without this program: with back-out.ps1 and back-out.reg, which lie beside the ticket.',
      ),
      commands('defender-proxy runs', 'defender-proxy undo --run ID'),
      text(
        'The window and the console put back the exact bytes, and remove what was not there before. What somebody else has changed since then is named and left alone. The two files do not check that: they overwrite it.',
      ),
    ],
    sources: [],
  },
  {
    id: 'server-core',
    group: 'operating',
    title: 'Server Core and the console',
    parts: [
      text('defender-proxy.exe does what the window does, except for the PDF of the ticket, and needs no desktop:'),
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
        'A plan that was made and tested on one server can be saved for the tool that reaches the others: registry file, PowerShell, Group Policy, Group Policy Preferences, Intune, Ansible, installation of the MDI sensor, and allow-lists. In the window: "Files for other servers". Each has files that take it back. What a tool cannot carry is named, and is not in its files.',
      ),
      commands('defender-proxy export --plan plan.json --to ps1 --out files'),
      text('Try it on one server or in a separate organisational unit first, above all what sets WinHTTP.'),
    ],
    sources: [],
  },
  {
    id: 'drift',
    group: 'operating',
    title: 'What has changed since a ticket',
    parts: [
      text(
        'A ticket in JSON can be compared with its server later: each setting, the way of each service, and each address. In the window: "Compare a ticket with now" in "History". The result can be copied and saved; its audit.json can be given to fleet. What cannot be read or was not tested is named, and does not count as a change. A ticket with names left out cannot be compared.',
      ),
      commands(
        'defender-proxy audit --ticket ticket.json --out DC01.json',
        'defender-proxy fleet --from results --out page',
      ),
      list(
        'Codes of audit, for a scheduled task: 0: nothing has changed. 1: something has changed. 10: no change was seen, but not everything could be seen.',
        'fleet makes one page and one table of the results of many servers. It names each file that is not such a result.',
      ),
    ],
    sources: [],
  },
  {
    id: 'profiles',
    group: 'operating',
    title: 'The same settings on the next server',
    parts: [
      text(
        'What is wanted can be kept as a profile, without any password, and opened on the next server. In the window: "Save as profile" and "Open a profile". In the console by these commands; --compare shows what differs on that server, and what does not apply.',
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
        'MDI: the services are restarted and read the new setting at once. The portal shows Disconnected after 10 minutes without contact.',
        'MDE: the sensor cannot be restarted. When it picks up a new proxy is not documented. Test again after about 15 minutes, or restart the server as a last resort.',
        'Antivirus: it keeps the last proxy that worked, until that one fails.',
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
        'Nothing is sent anywhere but to the tested addresses, and the tests carry no data of this server and no credentials. The one exception is a sign-in to the proxy that you ask for with defender-proxy probe. There is no telemetry, no automatic update, no service, and nothing that starts with Windows. The records of runs lie in a folder that only administrators can write to. The log and the support bundle hold names of steps, results and codes: no values, no hosts of the tenant, no accounts.',
      ),
      commands('defender-proxy support --out FOLDER'),
    ],
    sources: [],
  },
];
