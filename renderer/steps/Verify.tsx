import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular, ArrowUndoRegular, ShieldRegular } from '@fluentui/react-icons';
import type { Verification } from '../../electron/core/plan/verification.ts';
import { evidenceMoment } from '../../electron/core/wording/evidence-text.ts';
import { listed, serviceName } from '../../electron/core/wording/names.ts';
import { deviationText } from '../../electron/core/wording/problem-text.ts';
import { text } from '../text.ts';
import { AccountTestsList } from '../ui/AccountTestsList.tsx';
import { Button } from '../ui/Button.tsx';
import { EvidenceList } from '../ui/EvidenceList.tsx';
import { FindingList } from '../ui/FindingList.tsx';
import { Page } from '../ui/Page.tsx';
import { LeadingNotice, Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { Section } from '../ui/Section.tsx';
import { worstFirst } from '../view/truth.ts';
import type { Actions, Basis } from '../wizard/session.ts';
import { canUndo, type VerifyStep } from '../wizard/wizard.ts';
import { TestResults } from './tests/TestResults.tsx';
import { TestsProgress } from './tests/TestsProgress.tsx';

const useStyles = makeStyles({ buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS } });

function Deviations({ verification }: { readonly verification: Verification }) {
  return (
    <>
      {verification.deviations.length === 0 ? null : (
        <Notice intent="warning" title={text.verify.deviations}>
          {deviationText(verification.deviations)}
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

/** What the services show of themselves; looked at again as often as it takes. */
function Services({ now, act }: { readonly now: VerifyStep; readonly act: Actions }) {
  const styles = useStyles();
  const words = text.verify.services;
  const evidence = now.verification?.evidence;
  if (evidence === undefined || evidence.items.length === 0) return null;
  const looking = now.waiting?.what === 'services';
  return (
    <Section title={words.title} lead={`${words.lead} ${evidenceMoment(evidence)}`}>
      <EvidenceList evidence={evidence} copy={act.copy} />
      <div className={styles.buttons}>
        <Button
          icon={looking ? <Spinner size="extra-tiny" aria-hidden /> : <ArrowSyncRegular />}
          disabled={now.waiting !== null}
          onClick={() => void act.checkServices()}
        >
          {looking ? words.looking : words.again}
        </Button>
        {looking ? <Button onClick={() => void act.cancel()}>{text.frame.cancel}</Button> : null}
      </div>
    </Section>
  );
}

/** The tests by processes of the services' accounts. */
function Accounts({ now, act }: { readonly now: VerifyStep; readonly act: Actions }) {
  const styles = useStyles();
  const words = text.verify.accounts;
  const testing = now.waiting?.what === 'accounts';
  const ending = now.accountsCancelled === 'ending';
  const accounts = now.verification?.accounts;
  return (
    <Section title={words.title} lead={words.lead}>
      {accounts === undefined ? null : <AccountTestsList accounts={accounts} />}
      <div className={styles.buttons}>
        <Button
          icon={testing ? <Spinner size="extra-tiny" aria-hidden /> : <ShieldRegular />}
          disabled={now.waiting !== null}
          onClick={() => void act.testAsServices()}
        >
          {testing ? words.running : words.run}
        </Button>
        {testing ? (
          <Button disabled={ending} onClick={() => void act.cancel()}>
            {text.frame.cancel}
          </Button>
        ) : null}
      </div>
      {ending ? <Text>{words.cancelling}</Text> : null}
      {now.accountsCancelled === 'ended' ? (
        <LeadingNotice cause={now.accountsCancelled} intent="info" title={words.cancelled}>
          {accounts === undefined ? words.cancelledText : `${words.cancelledText} ${words.cancelledOlder}`}
        </LeadingNotice>
      ) : null}
    </Section>
  );
}

/** "Does it work?": each product, every address by every way, and what the services and their accounts show. */
export function Verify(props: { readonly now: VerifyStep; readonly basis: Basis | null; readonly act: Actions }) {
  const { now, basis, act } = props;
  const testing = now.waiting?.what === 'verify';
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
          <TestsProgress seen={now.seen} act={act} />
        ) : (
          <>
            {now.outcome === null ? <Button onClick={() => void act.back()}>{text.frame.back}</Button> : null}
            <Button icon={<ArrowSyncRegular />} disabled={now.waiting !== null} onClick={() => void act.verify()}>
              {text.verify.again}
            </Button>
            {now.waiting?.what === 'again' ? (
              <Button onClick={() => void act.cancel()}>{text.frame.cancel}</Button>
            ) : null}
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
      <TestResults now={now} basis={basis} act={act} />
      {now.verification === null ? null : (
        <>
          <Services now={now} act={act} />
          <Accounts now={now} act={act} />
        </>
      )}
      {findings.length === 0 ? null : (
        <Section title={text.detect.findings}>
          <FindingList findings={findings} copy={act.copy} />
        </Section>
      )}
    </Page>
  );
}
