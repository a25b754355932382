import { wantsChange } from '../plan/keep-intent.ts';
import type { Operation, Reason } from '../plan/operation.ts';
import type { Blocker, Caution, ManualStep, Plan } from '../plan/plan.ts';
import { entryOf, type ValueId } from '../settings/catalogue.ts';
import { imageText, sensorAfterText, sensorProxyText, winHttpText } from './image-text.ts';
import { capitalised, productName, valueLocation, valueName, windowsServiceName } from './names.ts';
import { affected, cautions, reasons } from './plan-words.ts';
import { installerCommand, moduleSignIn } from './sensor-commands.ts';
import { powerShellText } from './shell-quoting.ts';
import { win32Text } from './win32.ts';

/** One change as a row: its name, its exact place, and what it holds before and after. */
export interface OperationText {
  readonly what: string;
  readonly where: string;
  readonly before: string;
  readonly after: string;
}

export function operationText(operation: Operation): OperationText {
  switch (operation.kind) {
    case 'value':
      return {
        what: capitalised(valueName(operation.value)),
        where: valueLocation(operation.value),
        before: imageText(operation.value, operation.before),
        after: imageText(operation.value, operation.after),
      };
    case 'winhttp':
      return winHttpOperation('winhttp.machine', operation);
    case 'winhttp-32':
      return winHttpOperation('winhttp.machine32', operation);
    case 'sensor':
      return {
        what: 'Own proxy setting of the MDI sensor',
        where: 'SensorConfiguration.json, SensorProxyConfiguration',
        before: sensorProxyText(operation.before.proxy),
        after: sensorAfterText(operation.before.proxy, operation.after),
      };
    case 'restart':
      return {
        what: `Restart of the ${windowsServiceName(operation.service)}`,
        where: `Windows service ${operation.service}`,
        before: 'as it is',
        after: 'restarted',
      };
    default:
      return operation satisfies never;
  }
}

function winHttpOperation(
  id: 'winhttp.machine' | 'winhttp.machine32',
  operation: Extract<Operation, { kind: 'winhttp' | 'winhttp-32' }>,
): OperationText {
  return {
    what: capitalised(valueName(id)),
    where: valueLocation(id),
    before: imageText(id, operation.before),
    after: winHttpText(operation.after),
  };
}

/** Why a change is in the plan. */
export const reasonText = (reason: Reason): string => reasons[reason];

/** What is to be known before applying. */
export const cautionText = (caution: Caution): string => cautions[caution];

/** Who else lives off the same setting; fits behind "Also affects: ". */
export const affectsText = (operation: Operation): string => affected[operation.alsoAffects];

/** What a change interrupts, or null where it interrupts nothing. */
export function restartText(operation: Operation): string | null {
  switch (operation.kind) {
    case 'sensor':
      return 'Stops the MDI updater and the MDI sensor, writes the file, and starts them again. The sensor does not watch for that time, at most about two minutes.';
    case 'restart':
      return operation.service === 'DiagTrack'
        ? 'Restarts the telemetry service (DiagTrack). Other programs do not notice it.'
        : 'Restarts the MDI updater and with it the MDI sensor. The sensor does not watch for that time, at most about two minutes.';
    case 'value':
    case 'winhttp':
    case 'winhttp-32':
      return null;
    default:
      return operation satisfies never;
  }
}

/** One line that counts what will happen, as "6 values change, 1 service restarts, nothing else is touched." */
export function changeCountText(operations: readonly Operation[]): string {
  if (operations.length === 0) return 'Everything is already as you want it. Nothing will be changed.';
  return `${capitalised(counted(operations, ['change', 'changes', 'restart', 'restarts']))}, nothing else is touched.`;
}

/** The same of a plan that cannot be applied: what stands in the way has no operation, so it is in no count. */
export function blockedCountText(operations: readonly Operation[]): string {
  const would = counted(operations, ['would change', 'would change', 'would restart', 'would restart']);
  return `${capitalised(would)}. What stands in the way is not counted.`;
}

/** `verbs`: for several and for one that changes, for several and for one that restarts. */
function counted(operations: readonly Operation[], verbs: readonly [string, string, string, string]): string {
  const [change, changes, restart, restartsOne] = verbs;
  const restarts = new Set(operations.flatMap(restartedBy)).size;
  const files = operations.filter((operation) => operation.kind === 'sensor').length;
  const values = operations.filter(({ kind }) => kind !== 'restart' && kind !== 'sensor').length;
  const parts = [
    values === 0 ? '' : `${values} ${values === 1 ? `value ${changes}` : `values ${change}`}`,
    files === 0 ? '' : `the sensor configuration ${changes}`,
    restarts === 0 ? '' : `${restarts} ${restarts === 1 ? `service ${restartsOne}` : `services ${restart}`}`,
  ].filter((part) => part !== '');
  return parts.join(', ');
}

/** The same of a whole plan; without a change it says why there is none. */
export function planCountText({
  operations,
  blockers,
  intent,
}: Pick<Plan, 'operations' | 'blockers' | 'intent'>): string {
  if (operations.length > 0) return changeCountText(operations);
  if (blockers.length > 0) return 'Nothing will be changed while something stands in the way.';
  return wantsChange(intent) ? changeCountText(operations) : 'No change was asked for. Every setting stays as it is.';
}

/** The services that a change stops and starts; the MDI sensor is never restarted without its updater. */
function restartedBy(operation: Operation): readonly string[] {
  if (operation.kind === 'restart' && operation.service === 'DiagTrack') return [operation.service];
  return operation.kind === 'restart' || operation.kind === 'sensor' ? ['AATPSensorUpdater', 'AATPSensor'] : [];
}

/** What stands in the way, and who can resolve it. */
export function blockerText(blocker: Blocker): { readonly happened: string; readonly todo: string } {
  switch (blocker.kind) {
    case 'policy-managed':
      return {
        happened: `${gpoText(blocker.gpo)} owns ${valueName(blocker.value)}. A change made here would be overwritten.`,
        todo: `Ask its owner to change it there: ${policyPath(blocker.value)}.`,
      };
    case 'unreadable':
      return {
        happened: `${capitalised(valueName(blocker.value))} could not be read: ${win32Text(blocker.win32)}. What cannot be read is not changed.`,
        todo: 'Detect again with administrator rights.',
      };
    case 'sensor-unreadable':
      return {
        happened: `The sensor configuration could not be read: ${win32Text(blocker.win32)}. What cannot be read is not changed.`,
        todo: 'Detect again with administrator rights.',
      };
    case 'sensor-malformed':
      return {
        happened: `The sensor configuration is not in the form that the sensor writes: ${blocker.path}.`,
        todo: 'Repair or reinstall the MDI sensor, then detect again.',
      };
    case 'sensor-not-installed':
      return {
        happened: 'No MDI sensor was found on this server, so there is no proxy setting to change.',
        todo: 'Detect again with administrator rights, install the sensor first, or leave Defender for Identity out.',
      };
    case 'sensor-names-no-certificate':
      return {
        happened: 'The sensor configuration names no certificate, so no password can be encrypted for it.',
        todo: 'Repair or reinstall the MDI sensor, then detect again.',
      };
    case 'sign-in-not-possible':
      return blocker.because === 'v3'
        ? {
            happened: 'The MDI sensor version 3 cannot sign in to a proxy.',
            todo: 'Have the proxy let its hosts through without sign-in, and choose no sign-in here.',
          }
        : {
            happened: 'The legacy method of the MDI sensor cannot sign in to a proxy.',
            todo: "Move to the sensor's own setting, or choose no sign-in.",
          };
    case 'both-sensors':
      return {
        happened: 'The MDI sensor version 2 and version 3 are both on this server. This is not supported.',
        todo: 'Remove one of them, then detect again.',
      };
    case 'malformed-account-blob':
      return {
        happened: `The stored ${valueName(blocker.value)} is not in the known layout, so it is not rewritten.`,
        todo: 'Move to the proxy setting of the sensor itself, or have the account setting reset by hand first.',
      };
    case 'machine-wide-proxy':
      return {
        happened: `ProxySettingsPerUser is 0, so every account takes the ${valueName(blocker.value)}, and that names a proxy. Without a proxy of its own the MDI sensor would use it.`,
        todo: 'Have the machine-wide WinINET proxy removed where it was set, or choose a fixed proxy for Defender for Identity.',
      };
    case 'pac-not-for-mdi':
      return {
        happened: 'The proxy setting of the MDI sensor itself takes a fixed proxy only, not a PAC file.',
        todo: 'Choose a fixed proxy for Defender for Identity. A PAC file stays possible where the legacy method is in use.',
      };
    case 'v3-routes-differ':
      return {
        happened: `The MDI sensor version 3 uses the connection of Defender for Endpoint, and ${productName(blocker.product)} is to go another way.`,
        todo: 'Choose the same route for both, or leave Defender for Identity out.',
      };
    case 'product-not-installed':
      return {
        happened: `${productName(blocker.product)} is not installed on this server.`,
        todo: 'Install it first, or leave it out.',
      };
    default:
      return blocker satisfies never;
  }
}

/** What a person has to do, with its exact command where there is one. */
export function manualText(step: ManualStep): { readonly text: string; readonly command: string | null } {
  switch (step.kind) {
    case 'mdav-bypass':
      return {
        text: 'Run this in PowerShell as administrator: how several exceptions are separated in the policy value is not documented, so this program does not write them.',
        command: `Set-MpPreference -ProxyBypass ${step.entries.length === 0 ? '$null' : step.entries.map(powerShellText).join(',')}`,
      };
    case 'mdav-preference-remains':
      return {
        text: `The ${valueName(step.value)} stays as it is and has no effect while the policy value is set. Run this in PowerShell as administrator to remove it.`,
        command: preferenceCommand(step.value),
      };
    case 'change-gpo':
      return {
        text: `${gpoText(step.gpo)} sets ${valueName(step.value)}. Have it changed there: ${policyPath(step.value)}.`,
        command: null,
      };
    case 'install-sensor':
      return {
        text: 'Install the MDI sensor. Unpack its installer, and in that folder run this in PowerShell or at a command prompt as administrator. Write the access key of the workspace into a text file that only administrators can read, name that file here, and delete it afterwards. The server may restart by itself. Then detect again.',
        command: installerCommand(step.proxyUrl),
      };
    case 'sensor-sign-in':
      return {
        text: `The proxy wants a sign-in, and the installer takes a password on its command line only, where the log of started processes keeps it. So let the proxy pass the MDI hosts without sign-in while the sensor is installed. Afterwards make a new plan here with the sign-in, or run this in PowerShell with the module DefenderForIdentity, which asks for the password of ${step.user}.`,
        command: moduleSignIn(step.proxyUrl, step.user),
      };
    default:
      return step satisfies never;
  }
}

const gpoText = (gpo: string | null): string => (gpo === null ? 'A Group Policy' : `The Group Policy "${gpo}"`);

function policyPath(id: ValueId): string {
  const { policy } = entryOf(id);
  return policy === null
    ? `registry value ${valueLocation(id)}`
    : `Computer Configuration > Policies > Administrative Templates > ${policy.path}`;
}

function preferenceCommand(id: ValueId): string | null {
  switch (id) {
    case 'mdav.preference.proxyServer':
      return 'Remove-MpPreference -ProxyServer';
    case 'mdav.preference.proxyPacUrl':
      return 'Remove-MpPreference -ProxyPacUrl';
    case 'mdav.preference.proxyBypass':
      return 'Remove-MpPreference -ProxyBypass';
    default:
      return null;
  }
}
