import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../electron/contract/contract.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { driftPlainText, driftTitles } from '../../electron/core/wording/drift-lines.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { LeadingNotice, Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { useSaving } from '../ui/use-saving.ts';
import type { Actions } from '../wizard/session.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  list: { margin: 0, paddingInlineStart: '20px', maxWidth: '100ch', overflowWrap: 'anywhere' },
});

type Found = NonNullable<CallOutput<'compareTicket'>['found']>;

/** What stands there: nothing yet, that it goes on (and maybe is to end), or what became of it. */
type Comparison =
  | { readonly state: 'none' | 'running' | 'ending' | 'cancelled' }
  | { readonly state: 'found'; readonly found: Found }
  | { readonly state: 'failed'; readonly problem: Problem };

/** "Compare with now": opens the ticket of an earlier change and says what has changed on this server since. */
export function CompareTicket({ act }: { readonly act: Actions }) {
  const styles = useStyles();
  const [now, setNow] = useState<Comparison>({ state: 'none' });
  const running = now.state === 'running' || now.state === 'ending';
  const isRunning = useRef(running);
  isRunning.current = running;
  // Nobody sees what comes of it when this page is closed.
  useEffect(
    () => () => {
      if (isRunning.current) void act.cancelComparison();
    },
    [act],
  );
  const compare = async () => {
    const before = now;
    setNow({ state: 'running' });
    const answer = await act.compareTicket();
    setNow(({ state }) => {
      if (!answer.ok) return { state: 'failed', problem: answer.problem };
      const { found } = answer.value;
      if (found !== null) return { state: 'found', found };
      return state === 'ending' ? { state: 'cancelled' } : before;
    });
  };
  const cancel = () => {
    setNow({ state: 'ending' });
    void act.cancelComparison();
  };
  return (
    <section className={styles.part} aria-label={text.history.compare} aria-live="polite">
      <Button disabled={running} onClick={() => void compare()}>
        {text.history.compare}
      </Button>
      {running ? (
        <div className={styles.row}>
          <Spinner size="tiny" label={text.history.comparing} />
          <Button disabled={now.state === 'ending'} onClick={cancel}>
            {text.frame.cancel}
          </Button>
        </div>
      ) : null}
      {now.state === 'cancelled' ? (
        <LeadingNotice cause={now} intent="info" title={text.history.compareCancelled}>
          {text.history.compareCancelledText}
        </LeadingNotice>
      ) : null}
      <ProblemBar problem={now.state === 'failed' ? now.problem : null} />
      {now.state === 'found' ? <Result found={now.found} act={act} /> : null}
    </section>
  );
}

function Result({ found, act }: { readonly found: Found; readonly act: Actions }) {
  const styles = useStyles();
  const { folder, problem, save } = useSaving(() => act.saveComparison(found.comparison));
  return (
    <>
      <Text>{found.head}</Text>
      <Text weight="semibold">{found.summary}</Text>
      <Lines title={driftTitles.drift} lines={found.drift} />
      <Lines title={driftTitles.notes} lines={found.notes} />
      <div className={styles.row}>
        <Button size="small" onClick={() => void save()}>
          {text.history.saveComparison}
        </Button>
        <CopyButton of={text.history.copyComparison} copy={() => act.copy(driftPlainText(found))} />
      </div>
      <ProblemBar problem={problem} />
      {folder === null ? null : <Notice intent="success" title={text.profile.saved(folder)} />}
    </>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: Found['drift'] }) {
  const styles = useStyles();
  return lines.length === 0 ? null : (
    <>
      <Text>{title}</Text>
      <ul className={styles.list}>
        {lines.map(({ what, said }) => (
          <li key={`${what} ${said}`}>
            <Text weight="semibold">{what}</Text> {said}
          </li>
        ))}
      </ul>
    </>
  );
}
