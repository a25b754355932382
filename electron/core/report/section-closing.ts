import type { Operation } from '../plan/operation.ts';
import type { Outcome } from '../plan/outcome.ts';
import { probesOf } from '../plan/verification.ts';
import { entryOf } from '../settings/catalogue.ts';
import { affectedTexts } from '../wording/blast-radius-text.ts';
import { catalogueText } from '../wording/catalogue-text.ts';
import { findingText } from '../wording/finding-text.ts';
import { capitalised, listed, productName, serviceName, valueName } from '../wording/names.ts';
import { cautionText, operationText, restartText } from '../wording/plan-text.ts';
import { leftAlone, machineText, ticketKind, ticketWords, undoCommand } from '../wording/ticket-text.ts';
import { durationText, localText, utcText } from '../wording/time-text.ts';
import { verdictText } from '../wording/verdict-text.ts';
import { backOutFilesOf } from './back-out-files.ts';
import { type Block, code, heading, listOr, paragraph, type Rich, steps, table, text } from './document.ts';
import { productOrder, servicesWithoutTest } from './product-results.ts';
import { affectedNames, outcomeText, references } from './section-changes.ts';
import type { Ticket } from './ticket.ts';

/** What was done, in its order, with the times that were noted. */
export function stepsSection(ticket: Ticket): Block[] {
  const { plan, outcome, before, after, digest } = ticket;
  const items: Rich[] = [
    [text(`${utcText(plan.before.takenAt)}: the server was read.`)],
    ...(before === null ? [] : [[text(`${utcText(before.takenAt)}: the connections were tested before the change.`)]]),
    [
      text(
        `${utcText(plan.createdAt)}: the plan was made${plan.operations.length === 0 ? ' (without any change)' : ''}, SHA-256 `,
      ),
      code(digest),
      text('.'),
    ],
  ];
  if (outcome !== null) {
    items.push([
      text(`${utcText(outcome.startedAt)}: ${outcome.who} started the run ${outcome.run} as administrator.`),
    ]);
    items.push([text(operationSteps(plan.operations, outcome))]);
    const ended =
      outcome.endedAt === null ? 'The run has no recorded end.' : `${utcText(outcome.endedAt)}: the run ended.`;
    items.push([text(ended)]);
  }
  if (after !== null) {
    const again = outcome === null ? '' : 'the server was read again and ';
    items.push([text(`${utcText(after.takenAt)}: ${again}the connections were tested.`)]);
  }
  return [heading(ticketWords.steps), steps(items)];
}

/** Each change with its time, in one line; a time and a state that are those of the one before are not said again. */
function operationSteps(operations: readonly Operation[], outcome: Outcome): string {
  let last = '';
  const parts = operations.map((operation) => {
    const done = outcome.operations.find(({ id }) => id === operation.id);
    const at = done?.at === undefined ? '' : `${utcText(done.at)}: `;
    const time = at === last ? '' : at;
    last = at;
    return `${time}${operationText(operation).what} – ${done === undefined ? 'not made' : outcomeText(done)}`;
  });
  return `${parts.join('; ')}.`;
}

export function backOutSection(ticket: Ticket): Block[] {
  return [heading(ticketWords.backOut), ...backOut(ticket)];
}

function backOut(ticket: Ticket): Block[] {
  const { plan, outcome } = ticket;
  const kind = ticketKind(ticket);
  if (kind === 'documented' || kind === 'tested' || kind === 'blocked') {
    return [paragraph(text('Nothing was changed, so there is nothing to put back.'))];
  }
  if (kind === 'rolled-back' || kind === 'undone') {
    return [paragraph(text('Everything is as it was before; there is nothing left to put back.'))];
  }
  if (kind === 'undone-except') {
    return [
      paragraph(
        text(
          `Everything is as it was before, except ${leftAlone(outcome)}: that was changed since by someone else and was left alone. Set it by hand if it is to go back.`,
        ),
      ),
    ];
  }
  const restored = plan.operations
    .filter(({ kind: what }) => what !== 'restart')
    .map((operation) => operationText(operation).what);
  const when = outcome === null ? 'Once the plan has been applied, run this' : 'Run this';
  const took = outcome === null ? null : durationText(outcome.startedAt, outcome.endedAt);
  return [
    paragraph(
      text(`${when} in a console with administrator rights on this server, or choose "Put back" in the window:`),
    ),
    { kind: 'code', text: undoCommand(ticket) },
    paragraph(
      text(
        `It puts back the exact bytes that were there before: ${listed(restored)}. What was changed by someone else since then is left alone and named. It takes about as long as the change did${took === null ? ', less than five minutes' : ` (${took})`}.`,
      ),
    ),
    ...withoutProduct(ticket),
  ];
}

/** For when the product is no longer there. */
function withoutProduct(ticket: Ticket): Block[] {
  const files = backOutFilesOf(ticket);
  if (files.length === 0) return [];
  return [
    paragraph(
      text('Where this program has been removed, copy '),
      ...files.flatMap(({ name }, at) => [...(at === 0 ? [] : [text(' and ')]), code(name)]),
      text(' from beside this ticket to the server and run this there as administrator. It overwrites later changes:'),
    ),
    { kind: 'code', text: 'powershell.exe -NoProfile -ExecutionPolicy Bypass -File back-out.ps1' },
  ];
}

export function riskSection({ plan }: Ticket): Block[] {
  const affected = affectedNames(plan.operations);
  const restarts = [...new Set(plan.operations.flatMap((operation) => restartText(operation) ?? []))];
  const items: Rich[] = [
    ...(plan.operations.length > 0
      ? []
      : [[text('Nothing was changed. Tests are ordinary requests to the services named above.')]]),
    ...(affected.length === 0 ? [] : [[text(`Also affected: ${listed(affected)}.`)]]),
    ...affectedTexts(plan).map(
      ({ sentence, names }): Rich => [text(sentence), ...(names.length === 0 ? [] : [text(` ${names.join(', ')}.`)])],
    ),
    ...restarts.map((line): Rich => [text(line)]),
    ...plan.cautions.map((caution): Rich => [text(cautionText(caution))]),
  ];
  return [heading(ticketWords.risk), listOr(items, 'Nobody else uses the changed settings, and nothing restarts.')];
}

/** What the reader must not take for proven. */
export function untestedSection({ plan, before, after }: Ticket): Block[] {
  const unknown = (after?.findings ?? plan.before.findings).filter(({ severity }) => severity === 'unknown');
  const tested = after === null ? [] : probesOf(after);
  const untested = tested.filter(({ verdict }) => verdict.grade === 'not-tested');
  const neverTested =
    after === null ? [] : productOrder.flatMap((product) => servicesWithoutTest(after.effective, tested, product));
  const changed = plan.operations.flatMap((operation) => (operation.kind === 'value' ? [operation.value] : []));
  const unverified = [...new Set(changed)].flatMap((id) => {
    const { unverified: remark } = entryOf(id);
    return remark === null ? [] : [`${capitalised(valueName(id))}: ${remark} (unverified)`];
  });
  const items = [
    ...(before === null && plan.operations.length > 0
      ? ['No tests from before the change are kept in this ticket.']
      : []),
    ...(after === null ? ['No tests were made afterwards.'] : []),
    ...neverTested.map((service) => `${serviceName(service)}: no test was made of it.`),
    ...untested.map(({ service, verdict }) => `${serviceName(service)}: ${verdictText(verdict).sentence}`),
    ...unknown.map((finding) => `${findingText(finding).title}. ${findingText(finding).meaning}`),
    ...unverified,
  ];
  return [
    heading(ticketWords.untested),
    listOr(
      [...new Set(items)].map((line): Rich => [text(line)]),
      'Everything was read and tested.',
    ),
  ];
}

export function versionsSection(ticket: Ticket): Block[] {
  const { plan, digest, madeAt, utcOffsetMinutes, toolVersion, redaction, planAltered } = ticket;
  const { machine, products } = ticket.plan;
  const left = [
    redaction.accountNames ? 'account names' : '',
    redaction.machineNames ? 'machine names' : '',
    redaction.addresses ? 'addresses' : '',
    redaction.tenantHosts ? 'hosts of the tenant' : '',
  ].filter((part) => part !== '');
  const rows: [string, Rich][] = [
    ['Server', [text(machineText(machine))]],
    [productName('mdi'), [text(mdiText(products.mdi.generation, products.mdi.version))]],
    [productName('mde'), [text(products.mde.installed ? installedText(products.mde) : 'not installed')]],
    [
      productName('mdav'),
      [
        text(
          products.mdav.installed
            ? `${versionText(products.mdav.version)}, ${products.mdav.running ? 'running' : 'not running'}`
            : 'not installed',
        ),
      ],
    ],
    ['Plan', [code(plan.id), text(`, made with Defender Proxy Wizard ${plan.toolVersion}`)]],
    [
      'SHA-256 of the plan file',
      [
        code(digest),
        text(
          planAltered
            ? ' – of the original: the plan beside this ticket has names taken out, so its own hash differs'
            : '',
        ),
      ],
    ],
    [
      'This ticket',
      [
        text(
          `${utcText(madeAt)}; local time ${localText(madeAt, utcOffsetMinutes)}; Defender Proxy Wizard ${toolVersion}`,
        ),
      ],
    ],
    ...testedBy(ticket),
    [
      'Left out',
      [text(`credentials, keys and tenant ids always${left.length === 0 ? '' : `; by choice: ${listed(left)}`}`)],
    ],
  ];
  return [
    heading(ticketWords.versions),
    table(
      'Versions, hashes and times',
      ['What', 'Value'],
      rows.map(([label, value]) => [[text(label)], value]),
    ),
    ...references(ticket),
  ];
}

/** The catalogue of each round of tests, or of both where it is the same. */
function testedBy({ before, after }: Ticket): [string, Rich][] {
  const stamps = [before, after].flatMap((tests) => (tests === null ? [] : [tests.catalogue]));
  const different = stamps.filter(({ sha256 }, at) => stamps.findIndex((one) => one.sha256 === sha256) === at);
  return different.map((stamp, at) => [
    different.length === 1 ? 'Tested by' : at === 0 ? 'Tested before by' : 'Tested after by',
    [text(`${catalogueText(stamp)}, SHA-256 `), code(stamp.sha256)],
  ]);
}

const versionText = (version: string | null): string => (version === null ? 'version not known' : `version ${version}`);

function mdiText(generation: Ticket['plan']['products']['mdi']['generation'], version: string | null): string {
  switch (generation) {
    case 'none':
      return 'no sensor';
    case 'v2':
      return `sensor ${versionText(version)}`;
    case 'v3':
      return `sensor version 3 inside Defender for Endpoint, ${versionText(version)}`;
    case 'both':
      return 'sensor version 2 and version 3, which is not supported';
    case 'unknown':
      return 'not known';
    default:
      return generation satisfies never;
  }
}

function installedText({
  onboarded,
  version,
}: {
  readonly onboarded: boolean | null;
  readonly version: string | null;
}): string {
  const state = onboarded === null ? 'onboarding not known' : onboarded ? 'onboarded' : 'not onboarded';
  return `${versionText(version)}, ${state}`;
}
