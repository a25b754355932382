import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { AccountTests } from '../../electron/core/plan/account-run.ts';
import { accountTestsText } from '../../electron/core/wording/account-tests-text.ts';
import { text } from '../text.ts';
import { Disclosure } from './Disclosure.tsx';
import { StateMark } from './StateMark.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  account: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  note: { maxWidth: '100ch', overflowWrap: 'anywhere' },
  lines: { margin: 0, padding: 0, listStyleType: 'none' },
  line: {
    display: 'grid',
    gridTemplateColumns: '140px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    paddingBlock: '3px',
    overflowWrap: 'anywhere',
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What each account saw: how it was asked, how much of it works, and every address by its ways. */
export function AccountTestsList({ accounts }: { readonly accounts: readonly AccountTests[] }) {
  const styles = useStyles();
  return accounts.map((tests) => {
    const { title, notes, lines } = accountTestsText(tests);
    const taken = lines.filter((line) => line.taken);
    const works = taken.filter(({ grade }) => grade === 'works').length;
    return (
      <div key={tests.account} className={styles.account}>
        <h3 className={styles.name}>{title}</h3>
        {taken.length === 0 ? null : (
          <StateMark tone={works === taken.length ? 'good' : 'bad'} wrap plain>
            {text.verify.accounts.works(works, taken.length)}
          </StateMark>
        )}
        {notes.map((note) => (
          <Text key={note} className={styles.note}>
            {note}
          </Text>
        ))}
        {lines.length === 0 ? null : (
          <Disclosure label={text.verify.accounts.all(lines.length)}>
            <ul className={styles.lines}>
              {[...taken, ...lines.filter((line) => !line.taken)].map(
                ({ grade, address, by, short, taken: byServices }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two purposes of one address have the same line
                  <li key={`${address} ${by} ${at}`} className={styles.line}>
                    <VerdictBadge grade={grade} aside={!byServices} />
                    <span>
                      {address}
                      <Text size={200} block className={styles.quiet}>
                        {[by, grade === 'works' ? '' : short].filter((part) => part !== '').join(' · ')}
                      </Text>
                    </span>
                  </li>
                ),
              )}
            </ul>
          </Disclosure>
        )}
      </div>
    );
  });
}
