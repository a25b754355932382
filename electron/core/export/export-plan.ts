import { encodeRegistryPol } from '../codecs/registry-pol.ts';
import type { Operation } from '../plan/operation.ts';
import type { Plan } from '../plan/plan.ts';
import { fail, ok, type Result } from '../plan/result.ts';
import { maskProse } from '../settings/mask-prose.ts';
import { maskText } from '../settings/seal.ts';
import { type PolicyByHand, policiesByHandLines, readMeLines, refusalText } from '../wording/export-text.ts';
import { operationText } from '../wording/plan-text.ts';
import { playbook } from './ansible.ts';
import type { Channel } from './channel.ts';
import { type ExportFile, readMeFile, windowsLines } from './export-file.ts';
import { formerSensorCommand, installScript, type SensorCommand, sensorCommand, sensorScript } from './mdi-scripts.ts';
import { omaUriRefusal, omaUriTable } from './oma-uri.ts';
import { fitsPolicy, gpoScript, lgpoText, policyEntries } from './policy-files.ts';
import { changeScript, detectScript } from './power-shell.ts';
import { preferencesXml } from './preferences-xml.ts';
import type { Direction, Refusal } from './refusal.ts';
import { regFile } from './reg-file.ts';
import { oddSide, type RegistryChange, registryChange } from './registry-change.ts';

/** A plan in the form of one channel: its files, and which of its changes are not in them. */
export interface Exported {
  readonly channel: Channel;
  readonly files: readonly ExportFile[];
  readonly refusals: readonly Refusal[];
}

/** The channels whose files this makes; the allow-list is made of endpoints. */
export type PlanChannel = Exclude<Channel, 'allow-list'>;

/**
 * The plan as other tools take it, with the twin that takes it back, and a `README.txt`. The same plan gives the same
 * bytes. Fails for a plan with blockers, and where the channel carries none of its changes.
 * @param digest SHA-256 of the plan file.
 */
export function exportPlan(plan: Plan, digest: string, channel: PlanChannel): Result<Exported> {
  if (plan.blockers.length > 0) return fail({ kind: 'plan-blocked' });
  const made = channel === 'mdi' ? sensorExport(plan, digest) : registryExport(plan, digest, channel);
  const { files, refusals } = made;
  if (files.length === 0) return fail({ kind: 'nothing-to-export', channel, refusals: [...refusals] });
  return ok({ channel, files: [readMe(plan, digest, channel, made), ...files], refusals });
}

interface Made {
  readonly files: readonly ExportFile[];
  readonly refusals: readonly Refusal[];
  readonly carried: readonly Operation[];
}

type RegistryChannel = Exclude<PlanChannel, 'mdi'>;

const restarting: ReadonlySet<Channel> = new Set(['ps1', 'intune', 'ansible']);

function registryExport(plan: Plan, digest: string, channel: RegistryChannel): Made {
  const refusals: Refusal[] = [];
  const changes: RegistryChange[] = [];
  const restarts: Extract<Operation, { kind: 'restart' }>[] = [];
  for (const operation of plan.operations) {
    if (operation.kind === 'restart' && restarting.has(channel)) {
      restarts.push(operation);
      continue;
    }
    const found = changeIn(operation, channel);
    if ('kind' in found) refusals.push(found);
    else changes.push(found);
  }
  if (changes.length === 0) return { files: [], refusals, carried: [] };
  const wish: Wish = { plan, digest, changes, restarts: restarts.map(({ service }) => service) };
  const ids = new Set([...changes.map(({ operation }) => operation), ...restarts.map(({ id }) => id)]);
  const unlisted = channel === 'intune' ? changes.flatMap((change) => omaUriRefusal(change) ?? []) : [];
  return {
    files: makers[channel](wish),
    refusals: [...refusals, ...unlisted],
    carried: plan.operations.filter(({ id }) => ids.has(id)),
  };
}

/** The registry value of an operation, or why this channel does not carry it. */
function changeIn(operation: Operation, channel: RegistryChannel): RegistryChange | Refusal {
  const change = registryChange(operation);
  if (change === null)
    return { kind: operation.kind === 'sensor' ? 'sensor-file' : 'restart', operation: operation.id };
  return 'kind' in change ? change : (placeRefusal(change, channel) ?? dataRefusal(change, channel) ?? change);
}

function placeRefusal({ entry, operation }: RegistryChange, channel: RegistryChannel): Refusal | null {
  switch (channel) {
    case 'reg':
    case 'ps1':
    case 'ansible':
      return null;
    case 'gpo':
    case 'gpp':
    case 'intune':
      if (entry.hive !== 'HKLM') return { kind: 'account-settings', operation };
      if (channel === 'gpo' && entry.origin !== 'policy') return { kind: 'not-a-policy', operation };
      if (channel === 'gpp' && entry.origin === 'policy') return { kind: 'is-a-policy', operation };
      return null;
    default:
      return channel satisfies never;
  }
}

/** A `.reg` file carries any bytes. */
function dataRefusal(change: RegistryChange, channel: RegistryChannel): Refusal | null {
  const side = channel === 'reg' ? null : oddSide(change, channel === 'gpo' ? fitsPolicy : undefined);
  return side === null ? null : { kind: 'odd-data', operation: change.operation, side };
}

interface Wish {
  readonly plan: Plan;
  readonly digest: string;
  readonly changes: readonly RegistryChange[];
  readonly restarts: readonly string[];
}

const makers: Readonly<Record<RegistryChannel, (wish: Wish) => ExportFile[]>> = {
  reg: (wish) =>
    both(wish, ({ changes }, direction) => [
      {
        name: named('apply.reg', direction, 'back-out.reg'),
        form: 'utf-16',
        text: regFile(changes, direction, remarks(wish, direction)),
      },
    ]),
  ps1: (wish) =>
    both(wish, ({ changes, restarts }, direction) => [
      script(
        named('apply.ps1', direction, 'back-out.ps1'),
        changeScript({
          changes,
          restarts,
          direction,
          remarks: remarks(wish, direction),
          log: logName(wish, direction),
        }),
      ),
    ]),
  gpo: (wish) => [
    ...both(wish, ({ changes }, direction) => [
      {
        name: twin('Registry.pol', direction),
        form: 'bytes',
        bytes: encodeRegistryPol(policyEntries(changes, direction)),
      },
      {
        name: twin('lgpo.txt', direction),
        form: 'utf-8',
        text: lgpoText(changes, direction, remarks(wish, direction)),
      },
      script(
        named('set-gpo.ps1', direction, 'back-out-gpo.ps1'),
        gpoScript(changes, direction, remarks(wish, direction)),
      ),
    ]),
    { name: 'policies-by-hand.md', form: 'utf-8-mark', text: windowsLines(policiesByHandLines(byHand(wish))) },
  ],
  gpp: (wish) =>
    both(wish, ({ changes, plan, digest }, direction) => [
      {
        name: twin('Registry.xml', direction),
        form: 'utf-8',
        text: preferencesXml(changes, direction, { createdAt: plan.createdAt, digest }),
      },
    ]),
  intune: (wish) => {
    const listed = wish.changes.filter((change) => omaUriRefusal(change) === null);
    return both(wish, ({ changes, restarts }, direction) => [
      script(twin('detect.ps1', direction), detectScript({ changes, direction, remarks: remarks(wish, direction) })),
      script(
        twin('remediate.ps1', direction),
        changeScript({
          changes,
          restarts,
          direction,
          remarks: remarks(wish, direction),
          log: logName(wish, direction),
        }),
      ),
      ...(listed.length === 0
        ? []
        : [
            { name: twin('oma-uri.csv', direction), form: 'utf-8-mark' as const, text: omaUriTable(listed, direction) },
          ]),
    ]);
  },
  ansible: (wish) =>
    both(wish, ({ changes, restarts }, direction) => {
      const title =
        direction === 'apply' ? 'Set the proxy of Microsoft Defender' : 'Take the proxy of Microsoft Defender back';
      const text = playbook({ title, changes, direction, restarts, remarks: remarks(wish, direction) });
      return [{ name: named('apply.yml', direction, 'back-out.yml'), form: 'utf-8', text }];
    }),
};

/** The files of both ways; the way back goes through the changes from the last to the first. */
function both(wish: Wish, files: (wish: Wish, direction: Direction) => readonly ExportFile[]): ExportFile[] {
  return [...files(wish, 'apply'), ...files({ ...wish, changes: [...wish.changes].reverse() }, 'back-out')];
}

const named = (apply: string, direction: Direction, backOut: string): string =>
  direction === 'apply' ? apply : backOut;
const twin = (name: string, direction: Direction): string => named(name, direction, `back-out-${name}`);
const script = (name: string, text: string): ExportFile => ({ name, form: 'utf-8-mark', text });
const logName = ({ plan }: Wish, direction: Direction): string =>
  `defender-proxy-${plan.id.slice(0, 8)}-${direction}.log`;

const remarks = (wish: Pick<Wish, 'plan' | 'digest'>, direction: Direction): string[] =>
  remarksOf(wish, direction, 'Read README.txt first.');

/** Lines at the head of a file, in printable ASCII, so that nothing in them ends a remark, and without credentials. */
export function remarksOf(
  { plan, digest }: { readonly plan: Plan; readonly digest: string },
  direction: Direction,
  advice: string,
): string[] {
  return [
    ...(plan.machine.lab === null
      ? []
      : [`LAB (${plan.machine.lab}): made from the plan of a lab machine. Not for a real server.`]),
    direction === 'apply'
      ? 'Defender Proxy Wizard: sets what the plan wants.'
      : 'Defender Proxy Wizard: takes the plan back to what its server had before.',
    `Plan of ${plan.machine.name}, made ${plan.createdAt}; SHA-256 of the plan file: ${digest}`,
    advice,
  ].map((line) => inAscii(maskProse(line)));
}

const inAscii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

function byHand({ changes, plan }: Wish): PolicyByHand[] {
  return changes.flatMap(({ operation, entry }) => {
    const about = plan.operations.find(({ id }) => id === operation);
    if (about === undefined) return [];
    const { before, after } = operationText(about);
    return [{ name: entry.name, key: `${entry.hive}\\${entry.key}`, policy: entry.policy, to: after, back: before }];
  });
}

/** Of the MDI sensor: its proxy in place, and its installation where the plan asks for one. */
function sensorExport(plan: Plan, digest: string): Made {
  const refusals: Refusal[] = [];
  const files: ExportFile[] = [];
  const carried: Operation[] = [];
  const about = (direction: Direction): string[] => remarks({ plan, digest }, direction);
  for (const operation of plan.operations) {
    if (operation.kind !== 'sensor') {
      // The sensor restarts its own services when it is given a proxy.
      refusals.push({ kind: operation.kind === 'restart' ? 'restart' : 'not-of-the-sensor', operation: operation.id });
      continue;
    }
    const [command, former] = [sensorCommand(operation), formerSensorCommand(operation)];
    const fault = commandFault(command, 'after') ?? commandFault(former, 'before');
    if (fault !== null) {
      refusals.push({ ...fault, operation: operation.id });
      continue;
    }
    carried.push(operation);
    files.push(
      script('set-sensor-proxy.ps1', sensorScript(command, about('apply'))),
      script('back-out-sensor-proxy.ps1', sensorScript(former, about('back-out'))),
    );
  }
  for (const step of plan.manual) {
    if (step.kind !== 'install-sensor' || (step.proxyUrl !== null && urlFault(step.proxyUrl) !== null)) continue;
    files.push(script('install-sensor.ps1', installScript(step, about('apply'))));
  }
  return { files, refusals, carried };
}

function commandFault(command: SensorCommand, side: 'before' | 'after') {
  const kind = 'url' in command ? urlFault(command.url) : null;
  return kind === null ? null : { kind, side };
}

/** An address that was found may hold a user and password, or what no command line carries unchanged. */
function urlFault(url: string): 'secret' | 'odd-data' | null {
  if (maskText(url).masked) return 'secret';
  return /^[!#-&(-_a-~]+$/.test(url) ? null : 'odd-data';
}

function readMe(plan: Plan, digest: string, channel: PlanChannel, { carried, refusals, files }: Made): ExportFile {
  const textOf = (id: number) => {
    const operation = plan.operations.find((one) => one.id === id);
    return operation === undefined ? '' : operationText(operation).what;
  };
  const changes = carried.filter(({ kind }) => kind !== 'restart');
  const lines = readMeLines({
    channel,
    machine: plan.machine.name,
    lab: plan.machine.lab,
    digest,
    createdAt: plan.createdAt,
    toolVersion: plan.toolVersion,
    carried: changes.map((operation) => {
      const { what, after } = operationText(operation);
      return { operation: operation.id, what, to: after };
    }),
    refused: refusals.map((refusal) => ({
      operation: refusal.operation,
      what: textOf(refusal.operation),
      why: refusalText(refusal),
    })),
    restarts: carried.flatMap((operation) => (operation.kind === 'restart' ? [operation.service] : [])),
    files: files.map(({ name }) => name),
    holdsAccountSettings: carried.some(
      (operation) => operation.kind === 'value' && operation.value.startsWith('wininet.'),
    ),
  });
  return readMeFile(lines);
}
