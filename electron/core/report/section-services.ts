import type { Grade } from '../connectivity/verdict.ts';
import type { EvidenceItem, EvidenceState } from '../evidence/evidence.ts';
import type { AccountTests } from '../plan/account-run.ts';
import { accountTestsText } from '../wording/account-tests-text.ts';
import { evidenceMoment, evidenceText } from '../wording/evidence-text.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import {
  type Block,
  code,
  grade,
  lineBreak,
  paragraph,
  type Rich,
  strong,
  subheading,
  table,
  text,
} from './document.ts';
import type { Ticket } from './ticket.ts';

/** As which of the four results a piece of evidence is shown. */
const grades = {
  confirms: 'works',
  differs: 'differs',
  fails: 'fails',
  'check-again': 'not-tested',
  open: 'not-tested',
  unread: 'not-tested',
  'by-hand': 'not-tested',
} as const satisfies Record<EvidenceState, Grade>;

/** What the services themselves show, of the latest look that was made. */
export function servicesBlocks({ before, after }: Ticket): Block[] {
  const { evidence, accounts = [] } = after ?? before ?? {};
  const own: Block[] =
    evidence === undefined || evidence.items.length === 0
      ? []
      : [
          subheading(ticketWords.services),
          paragraph(text(evidenceMoment(evidence))),
          table(
            'What the services themselves show',
            ['What', 'Result', 'In words'],
            evidence.items.map(itemRow),
            [22, 10, 68],
          ),
        ];
  const asAccounts =
    accounts.length === 0 ? [] : [subheading(ticketWords.accounts), ...accounts.flatMap(accountBlocks)];
  return [...own, ...asAccounts];
}

function itemRow(item: EvidenceItem): readonly Rich[] {
  const { title, word, sentence, action, commands } = evidenceText(item);
  const todo = commands.flatMap((command): Rich => [lineBreak, code(command)]);
  return [
    [text(title)],
    [grade(grades[item.state], word)],
    [text(action === '' ? sentence : `${sentence} ${action}`), ...todo],
  ];
}

function accountBlocks(tests: AccountTests): Block[] {
  const { title, notes, lines } = accountTestsText(tests);
  const rows = lines.map(({ address, by, grade: seen, short }): readonly Rich[] => [
    [code(address)],
    [text(by)],
    [grade(seen, short)],
  ]);
  return [
    paragraph(strong(`${title}. `), text(notes.join(' '))),
    ...(rows.length === 0 ? [] : [table(`The tests ${title.toLowerCase()}`, ['Address', 'By', 'Result'], rows)]),
  ];
}
