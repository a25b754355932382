import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { CallOutput } from '../../electron/contract/contract.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { text } from '../text.ts';
import { ProblemBar } from '../ui/ProblemBar.tsx';
import type { Actions } from '../wizard/session.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: '20px', maxWidth: '100ch', overflowWrap: 'anywhere' },
});

type Found = NonNullable<CallOutput<'compareTicket'>['found']>;

/** "Compare with now": opens the ticket of an earlier change and says what has changed on this server since. */
export function CompareTicket({ act }: { readonly act: Actions }) {
  const styles = useStyles();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const compare = async () => {
    setBusy(true);
    setProblem(null);
    const answer = await act.compareTicket();
    setBusy(false);
    if (!answer.ok) setProblem(answer.problem);
    else if (answer.value.found !== null) setFound(answer.value.found);
  };
  return (
    <section className={styles.part} aria-label={text.history.compare} aria-live="polite">
      <Button disabled={busy} onClick={() => void compare()}>
        {text.history.compare}
      </Button>
      {busy ? <Spinner size="tiny" label={text.history.comparing} /> : null}
      <ProblemBar problem={problem} />
      {found === null || busy ? null : (
        <>
          <Text weight="semibold">{found.summary}</Text>
          <Lines lines={found.drift} />
          {found.notes.length === 0 ? null : <Text>{text.history.notes}</Text>}
          <Lines lines={found.notes} />
        </>
      )}
    </section>
  );
}

function Lines({ lines }: { readonly lines: Found['drift'] }) {
  const styles = useStyles();
  return lines.length === 0 ? null : (
    <ul className={styles.list}>
      {lines.map(({ what, said }) => (
        <li key={`${what} ${said}`}>
          <Text weight="semibold">{what}</Text> {said}
        </li>
      ))}
    </ul>
  );
}
