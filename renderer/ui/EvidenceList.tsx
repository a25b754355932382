import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Evidence, EvidenceState } from '../../electron/core/evidence/evidence.ts';
import { evidenceText } from '../../electron/core/wording/evidence-text.ts';
import { CommandBox } from './CommandBox.tsx';
import { StateMark, type Tone } from './StateMark.tsx';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  item: {
    display: 'grid',
    gridTemplateColumns: '132px minmax(0, 1fr)',
    alignItems: 'start',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  body: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  action: { color: tokens.colorNeutralForeground2 },
});

const tones = {
  confirms: 'good',
  differs: 'warn',
  fails: 'bad',
  'check-again': 'info',
  open: 'quiet',
  unread: 'unknown',
  'by-hand': 'info',
} as const satisfies Record<EvidenceState, Tone>;

/** What the services themselves show: each with its word, what was seen, and what to do about it. */
export function EvidenceList(props: {
  readonly evidence: Evidence;
  readonly copy: (value: string) => Promise<boolean>;
}) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {props.evidence.items.map((item) => {
        const { title, word, sentence, action, commands } = evidenceText(item);
        return (
          <li key={`${item.kind} ${item.service}`} className={styles.item}>
            <StateMark tone={tones[item.state]}>{word}</StateMark>
            <div className={styles.body}>
              <Text weight="semibold">{title}</Text>
              <Text>{sentence}</Text>
              {action === '' ? null : <Text className={styles.action}>{action}</Text>}
              {commands.length === 0 ? null : <CommandBox of={title} commands={commands} copy={props.copy} />}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
