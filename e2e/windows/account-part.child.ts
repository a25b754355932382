import path from 'node:path';
import { knownRoots } from '../../electron/core/connectivity/endpoint.ts';
import { ServiceAccount } from '../../electron/core/plan/service-account.ts';
import { openWindows } from '../../electron/machine/windows/open-windows.ts';
import { answerAsAccount } from '../../electron/verify/account-tests.ts';
import { shippedCatalogue } from '../../electron/verify/shipped-catalogue.ts';

/** The part that runs as a service account; under Wine, which has no such accounts, as the one that the test names. */
async function part([run = '']: readonly string[]): Promise<void> {
  const opened = openWindows({
    program: null,
    workers: path.join(__dirname, '../worker'),
    owner: () => 0n,
    knownRoots: () => knownRoots(shippedCatalogue()),
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const machine = opened.value;
  const account = (await machine.accounts.self()) ?? ServiceAccount.parse(process.env.ACTS_AS);
  const answered = await answerAsAccount(machine, account, run, { now: () => new Date() });
  if (!answered.ok) throw new Error(JSON.stringify(answered.problem));
}

void part(process.argv.slice(2));
