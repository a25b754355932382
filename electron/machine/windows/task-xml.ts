import { type ServiceAccount, serviceAccountSids } from '../../core/plan/service-account.ts';
import { commandLine } from './command-line.ts';

export interface OneShot {
  readonly account: ServiceAccount;
  /** Whole path of the program. */
  readonly program: string;
  readonly argv: readonly string[];
  /** After so many minutes the Task Scheduler ends it. */
  readonly minutes: number;
}

/**
 * A task without a trigger, so that it runs only when it is started. The account is named by its SID, because its name
 * is that of the system's language. UTF-16 with a mark, as `schtasks.exe` wants it.
 * https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
 */
export function taskXml({ account, program, argv, minutes }: OneShot): Uint8Array {
  // Elements of a task are ordered by the schema.
  const xml = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>One test of the network by Defender Proxy Wizard; removed when it has ended.</Description>
  </RegistrationInfo>
  <Principals>
    <Principal id="Author">
      <UserId>${serviceAccountSids[account]}</UserId>
      <RunLevel>${account === 'local-system' ? 'HighestAvailable' : 'LeastPrivilege'}</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>false</StartWhenAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT${minutes}M</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escaped(program)}</Command>
      <Arguments>${escaped(commandLine(argv))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  return Buffer.from(`\ufeff${xml}`, 'utf16le');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const prefix = 'DefenderProxyWizard-probe';

/** The name of the task of a run and an account; in the root folder of the Task Scheduler. */
export const taskName = (run: string, account: ServiceAccount): string =>
  `${prefix}-${run.toLowerCase()}-${serviceAccountSids[account]}`;
