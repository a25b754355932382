import { Button, makeStyles, ProgressBar, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular, ArrowUndoRegular } from '@fluentui/react-icons';
import { probesOf, type Verification } from '../../electron/core/plan/verification.ts';
import { productResults } from '../../electron/core/report/product-results.ts';
import { capitalised, listed, serviceName } from '../../electron/core/wording/names.ts';
import { changedText } from '../../electron/core/wording/problem-text.ts';
import { text } from '../text.ts';
import { FindingList } from '../ui/FindingList.tsx';
import { Page } from '../ui/Page.tsx';
import { ProbeRow } from '../ui/ProbeRow.tsx';
import { Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { ResultList } from '../ui/ResultList.tsx';
import { Section } from '../ui/Section.tsx';
import { worstFirst } from '../view/truth.ts';
import type { Actions } from '../wizard/session.ts';
import { canUndo, probesSeen, type VerifyStep } from '../wizard/wizard.ts';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
});

function Deviations({ verification }: { readonly verification: Verification }) {
  return (
    <>
      {verification.deviations.length === 0 ? null : (
        <Notice
          intent="warning"
          title={`${text.verify.deviations}: ${capitalised(changedText(verification.deviations))}`}
        >
          {text.verify.deviationsText}
        </Notice>
      )}
      {verification.unexpected.length === 0 ? null : (
        <Notice
          intent="warning"
          title={`${text.verify.unexpected} ${listed(verification.unexpected.map(serviceName))}`}
        />
      )}
    </>
  );
}

function Progress({ now, act }: { readonly now: VerifyStep; readonly act: Actions }) {
  const { done, total } = now.seen;
  return (
    <>
      {/* First, so that it does not move while the count beside it grows. */}
      <Button onClick={() => void act.cancel()}>{text.frame.cancel}</Button>
      <ProgressBar
        aria-label={text.verify.tests}
        value={total === 0 ? undefined : done / total}
        style={{ width: 160 }}
      />
      <Text>{text.verify.progress(done, total)}</Text>
    </>
  );
}

/** "Does it work?": one sentence for each product, then every test with its way, its chain and its evidence. */
export function Verify({ now, act }: { readonly now: VerifyStep; readonly act: Actions }) {
  const styles = useStyles();
  const testing = now.waiting?.what === 'verify';
  const probes = now.verification === null ? probesSeen(now.seen) : probesOf(now.verification);
  const results = productResults(probes);
  const findings = worstFirst(now.verification?.findings ?? []).filter(
    // What tests alone have found is seen nowhere else.
    ({ severity, rule }) => severity !== 'info' || rule === 'expected-root-missing',
  );
  return (
    <Page
      heading={text.verify.heading}
      lead={testing ? text.verify.runningLead : text.verify.lead}
      start={
        testing ? (
          <Progress now={now} act={act} />
        ) : (
          <>
            {now.outcome === null ? <Button onClick={() => void act.back()}>{text.frame.back}</Button> : null}
            <Button icon={<ArrowSyncRegular />} disabled={now.waiting !== null} onClick={() => void act.verify()}>
              {text.verify.again}
            </Button>
          </>
        )
      }
      end={
        <>
          {canUndo(now.outcome) ? (
            <Button icon={<ArrowUndoRegular />} disabled={now.waiting !== null} onClick={() => void act.undo()}>
              {now.waiting?.what === 'undo' ? text.apply.puttingBack : text.verify.putBack}
            </Button>
          ) : null}
          <Button appearance="primary" disabled={now.waiting !== null} onClick={() => void act.ticket()}>
            {text.verify.report}
          </Button>
        </>
      }
    >
      <ProblemBar problem={now.problem} />
      {now.verification === null ? null : now.outcome?.state === 'applied' ? (
        <Deviations verification={now.verification} />
      ) : now.outcome === null && now.plan.operations.length > 0 ? (
        <Notice intent="info" title={text.verify.before}>
          {text.verify.beforeText}
        </Notice>
      ) : null}
      {results.length > 0 ? (
        <>
          <Section title={text.verify.verdicts}>
            <ResultList results={results} />
          </Section>
          <Section title={text.verify.tests} lead={text.verify.testsLead}>
            <ul className={styles.list}>
              {results
                .flatMap((result) => result.probes)
                .map((probe) => (
                  <ProbeRow key={`${probe.service} ${probe.row}`} probe={probe} />
                ))}
            </ul>
          </Section>
        </>
      ) : testing ? (
        <Skeleton aria-label={text.verify.progress(0, 0)}>
          <SkeletonItem size={96} />
        </Skeleton>
      ) : now.verification === null ? null : (
        <Text>{text.verify.nothing}</Text>
      )}
      {findings.length === 0 ? null : (
        <Section title={text.detect.findings}>
          <FindingList findings={findings} copy={act.copy} />
        </Section>
      )}
    </Page>
  );
}
