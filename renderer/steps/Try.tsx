import { ArrowSyncRegular } from '@fluentui/react-icons';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { ProblemBar } from '../ui/ProblemBar.tsx';
import type { Actions, Basis } from '../wizard/session.ts';
import type { TryStep } from '../wizard/wizard.ts';
import { TestResults } from './tests/TestResults.tsx';
import { TestsProgress } from './tests/TestsProgress.tsx';

/** "Would it work?": the routes of the plan beside those that are set, before anything is written. */
export function Try(props: { readonly now: TryStep; readonly basis: Basis | null; readonly act: Actions }) {
  const { now, basis, act } = props;
  const testing = now.waiting?.what === 'try';
  return (
    <Page
      heading={text.trial.heading}
      lead={testing ? text.trial.runningLead : text.trial.lead}
      start={
        testing ? (
          <TestsProgress seen={now.seen} act={act} />
        ) : (
          <>
            <Button onClick={() => void act.back()}>
              {now.from === 'choose' ? text.trial.backToChoose : text.trial.backToReview}
            </Button>
            <Button icon={<ArrowSyncRegular />} disabled={now.waiting !== null} onClick={() => void act.tryRoute()}>
              {text.verify.again}
            </Button>
            {now.waiting?.what === 'again' ? (
              <Button onClick={() => void act.cancel()}>{text.frame.cancel}</Button>
            ) : null}
          </>
        )
      }
      end={
        <Button appearance="primary" disabled={now.waiting !== null} onClick={() => act.review()}>
          {text.choose.review}
        </Button>
      }
    >
      <ProblemBar problem={now.problem} />
      <TestResults now={now} basis={basis} act={act} />
    </Page>
  );
}
