import type { AccountTests } from '../core/plan/account-run.ts';
import { accountTestsText } from '../core/wording/account-tests-text.ts';
import { table, wrapped } from './layout.ts';

/** What the accounts of the services saw, one after the other. */
export function accountLines(accounts: readonly AccountTests[] | undefined): string[] {
  return (accounts ?? []).flatMap((tests) => {
    const { title, notes, lines } = accountTestsText(tests);
    return [
      title,
      ...notes.flatMap((note) => wrapped(note, 2)),
      ...table(lines.map(({ address, by, short }) => [address, by, short])),
      '',
    ];
  });
}
