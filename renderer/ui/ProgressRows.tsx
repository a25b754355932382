import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import type { Operation } from '../../electron/core/plan/operation.ts';
import type { OperationState, Outcome } from '../../electron/core/plan/outcome.ts';
import { operationText } from '../../electron/core/wording/plan-text.ts';
import { win32Text } from '../../electron/core/wording/win32.ts';
import { text } from '../text.ts';
import { progressValue, progressWord } from '../view/progress.ts';
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
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  what: { minWidth: 0, overflowWrap: 'anywhere', flexGrow: 1, flexBasis: '280px' },
  after: { color: tokens.colorNeutralForeground3 },
  code: { color: tokens.colorStatusDangerForeground1 },
});

/** What is begun still goes on, or was cut off. */
const toneOf = (state: OperationState, running: boolean): Tone =>
  state === 'started' && !running ? 'warn' : tones[state];

const tones = {
  waiting: 'quiet',
  started: 'info',
  done: 'good',
  failed: 'bad',
  undone: 'good',
  'undo-stale': 'warn',
  'undo-failed': 'bad',
} as const satisfies Record<OperationState, Tone>;

/** One row per change with its state as the journal has it. A row without a line in the journal is waiting. */
export function ProgressRows(props: {
  readonly operations: readonly Operation[];
  readonly outcome: Outcome;
  /** Whether it is still going on; afterwards nothing waits any more. */
  readonly running: boolean;
}) {
  const styles = useStyles();
  return (
    <ol className={styles.list}>
      {props.operations.map((operation) => {
        const seen = props.outcome.operations.find(({ id }) => id === operation.id);
        const state = seen?.state ?? 'waiting';
        const value = progressValue(operation, seen, props.running);
        return (
          <li key={operation.id} className={styles.row}>
            <span className={styles.what}>
              {operationText(operation).what}
              {value === null ? null : (
                <Text size={200} block className={styles.after}>
                  {value}
                </Text>
              )}
              {seen?.win32 == null || seen.win32 === 0 ? null : (
                <Text size={200} block className={styles.code}>
                  {win32Text(seen.win32)}
                </Text>
              )}
            </span>
            {state === 'started' && props.running ? (
              <Spinner size="extra-tiny" label={text.apply.states.started} />
            ) : (
              <StateMark tone={toneOf(state, props.running)}>{progressWord(operation, seen, props.running)}</StateMark>
            )}
          </li>
        );
      })}
    </ol>
  );
}
