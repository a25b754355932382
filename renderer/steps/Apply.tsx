import { Text } from '@fluentui/react-components';
import { ArrowUndoRegular } from '@fluentui/react-icons';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { ProblemBar } from '../ui/ProblemBar.tsx';
import { Progress } from '../ui/Progress.tsx';
import { ProgressRows } from '../ui/ProgressRows.tsx';
import { moment } from '../view/time.ts';
import type { Actions } from '../wizard/session.ts';
import { type ApplyStep, canUndo, isRecord } from '../wizard/wizard.ts';

function titleOf(now: ApplyStep): { readonly heading: string; readonly lead: string } {
  const { apply } = text;
  if (now.waiting?.what === 'apply') return { heading: apply.heading, lead: apply.lead };
  switch (now.outcome.state) {
    case 'applied':
      return { heading: apply.doneHeading, lead: apply.doneLead };
    case 'rolled-back':
      return { heading: apply.failedHeading, lead: apply.failedLead };
    case 'rollback-incomplete':
    case 'undo-incomplete':
      return onlyServicesLeft(now.outcome)
        ? { heading: apply.stoppedHeading, lead: apply.stoppedLead }
        : { heading: apply.halfHeading, lead: apply.halfLead };
    case 'undone':
      return { heading: apply.undoneHeading, lead: apply.undoneLead };
    case 'undone-except':
      return { heading: apply.exceptHeading, lead: apply.exceptLead };
    case 'unfinished':
      return { heading: apply.unfinishedHeading, lead: apply.unfinishedLead };
    default:
      return now.outcome.state satisfies never;
  }
}

/** Every value is back, and only a service did not start again. */
function onlyServicesLeft({ operations }: Outcome): boolean {
  const left = operations.filter(({ state }) => state === 'undo-failed' || state === 'undo-stale');
  return left.length > 0 && left.every(({ restored }) => restored === true);
}

const finished = (outcome: Outcome) =>
  outcome.operations.filter(({ state }) => state !== 'waiting' && state !== 'started').length;

/** "Applying": one row per change as the journal has it; afterwards what was put back, and where to go from here. */
export function Apply({ now, act }: { readonly now: ApplyStep; readonly act: Actions }) {
  const { heading, lead } = titleOf(now);
  const { startedAt, who } = now.outcome;
  const busy = now.waiting !== null;
  const total = now.plan.operations.length;
  return (
    <Page
      heading={heading}
      lead={isRecord(now) ? `${text.apply.record(moment(startedAt), who)} ${lead}` : lead}
      start={
        busy ? (
          <>
            <Progress label={heading} share={total === 0 ? null : finished(now.outcome) / total} />
            <Text>
              {now.waiting?.what === 'undo'
                ? text.apply.puttingBack
                : text.apply.progress(finished(now.outcome), total)}
            </Text>
          </>
        ) : (
          <Button onClick={() => void act.startOver()}>{text.apply.startOver}</Button>
        )
      }
      end={
        busy ? null : (
          <>
            {canUndo(now.outcome) ? (
              <Button icon={<ArrowUndoRegular />} onClick={() => void act.undo()}>
                {text.apply.putBack}
              </Button>
            ) : null}
            <Button onClick={() => void act.verify()}>{text.apply.verify}</Button>
            <Button appearance="primary" onClick={() => void act.ticket()}>
              {text.apply.report}
            </Button>
          </>
        )
      }
    >
      <ProblemBar problem={now.problem ?? (busy ? null : now.outcome.problem)} again={text.apply.putBack} />
      <ProgressRows operations={now.plan.operations} outcome={now.outcome} running={busy} />
    </Page>
  );
}
