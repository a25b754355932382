import { makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import { capitalised } from '../../electron/core/wording/names.ts';
import { runStateText } from '../../electron/core/wording/run-state-text.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { ProblemBar } from '../ui/ProblemBar.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { moment } from '../view/time.ts';
import type { Aside } from '../wizard/aside.ts';
import type { Actions } from '../wizard/session.ts';
import { CompareTicket } from './CompareTicket.tsx';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  run: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    '&:not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  what: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: '16rem', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

function toneOf(state: RunSummary['state']) {
  switch (state) {
    case 'applied':
    case 'undone':
      return 'good';
    case 'rolled-back':
    case 'undone-except':
      return 'warn';
    case 'unfinished':
    case 'rollback-incomplete':
    case 'undo-incomplete':
      return 'bad';
    default:
      return state satisfies never;
  }
}

function Run(props: {
  readonly run: RunSummary;
  /** Null where it cannot be opened now. */
  readonly open: (() => void) | null;
}) {
  const styles = useStyles();
  const { run, startedAt, who, state, operations } = props.run;
  const when = moment(startedAt);
  return (
    <li className={styles.run}>
      <div className={styles.what}>
        <Text weight="semibold">{text.history.line(when, operations)}</Text>
        <Text size={200} className={styles.quiet}>
          {text.history.by(who, run)}
        </Text>
      </div>
      <StateMark tone={toneOf(state)}>{capitalised(runStateText(state))}</StateMark>
      <Button disabled={props.open === null} aria-label={text.history.openNamed(when)} onClick={() => props.open?.()}>
        {text.history.open}
      </Button>
    </li>
  );
}

/** What was changed on this server by this program, the latest first; each can be looked at, tested and put back. */
export function History(props: {
  readonly history: Extract<Aside, { page: 'history' }>;
  /** False while something runs, or while something is typed or reviewed that would be lost. */
  readonly canOpen: boolean;
  readonly act: Actions;
}) {
  const styles = useStyles();
  const { history, canOpen, act } = props;
  return (
    <Page
      heading={text.history.heading}
      lead={text.history.lead}
      start={<Button onClick={() => act.closeAside()}>{text.frame.close}</Button>}
      end={
        <Button icon={<FolderOpenRegular />} onClick={() => void act.openRunsFolder()}>
          {text.history.folder}
        </Button>
      }
    >
      <ProblemBar problem={history.problem} />
      <CompareTicket act={act} />
      {canOpen ? null : <Text>{text.history.notNow}</Text>}
      {history.runs === null ? (
        history.problem === null ? (
          <Skeleton aria-label={text.history.heading}>
            <SkeletonItem size={48} />
          </Skeleton>
        ) : null
      ) : history.runs.length === 0 ? (
        <Text>{text.history.none}</Text>
      ) : (
        <ul className={styles.list}>
          {history.runs.map((run) => (
            <Run key={run.run} run={run} open={canOpen ? () => void act.openRun(run.run) : null} />
          ))}
        </ul>
      )}
    </Page>
  );
}
