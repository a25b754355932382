import { Skeleton, SkeletonItem } from '@fluentui/react-components';
import { ArrowSyncRegular, ShieldRegular } from '@fluentui/react-icons';
import { useId } from 'react';
import { environmentProxies } from '../../electron/core/plan/environment-proxies.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import { besideNote, besideTexts } from '../../electron/core/wording/beside-text.ts';
import { text } from '../text.ts';
import { BesideList } from '../ui/BesideList.tsx';
import { Button } from '../ui/Button.tsx';
import { type Fact, FactStrip } from '../ui/FactStrip.tsx';
import { FindingList, showFinding } from '../ui/FindingList.tsx';
import { Page } from '../ui/Page.tsx';
import { LeadingNotice, Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { Cards, ProductCard } from '../ui/ProductCard.tsx';
import { Progress } from '../ui/Progress.tsx';
import { Section } from '../ui/Section.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { TruthSkeleton, TruthTable } from '../ui/TruthTable.tsx';
import { productCards } from '../view/product-cards.ts';
import { moment } from '../view/time.ts';
import { hidesFromUser, truthRows, worstFirst } from '../view/truth.ts';
import type { Actions } from '../wizard/session.ts';
import { type DetectStep, isLooking } from '../wizard/wizard.ts';

function factsOf(snapshot: Snapshot): readonly Fact[] {
  const { machine } = snapshot;
  return [
    { label: text.detect.name, value: machine.name },
    { label: text.detect.role, value: text.roles[machine.role] },
    { label: text.detect.domain, value: machine.domain ?? text.detect.noDomain },
    {
      label: text.detect.system,
      value: `${machine.os.product}${machine.os.serverCore ? `, ${text.detect.core}` : ''} (${machine.os.build})`,
    },
    { label: text.detect.rights, value: machine.elevated ? text.detect.full : text.detect.limited },
    { label: text.detect.readAt, value: moment(snapshot.takenAt) },
  ];
}

function Unfinished({ now, act }: { readonly now: DetectStep; readonly act: Actions }) {
  if (now.unfinished !== null) {
    const { run, startedAt, who, state, operations } = now.unfinished;
    const { unfinished, unfinishedText, halfPutBack, halfPutBackText } = text.detect;
    const [title, said] = state === 'unfinished' ? [unfinished, unfinishedText] : [halfPutBack, halfPutBackText];
    return (
      <Notice
        intent="warning"
        title={title}
        actions={
          <>
            <Button appearance="primary" disabled={now.waiting !== null} onClick={() => void act.recover()}>
              {text.detect.putBack}
            </Button>
            <Button disabled={now.waiting !== null || now.snapshot === null} onClick={() => void act.openRun(run)}>
              {text.detect.openRecord}
            </Button>
          </>
        }
      >
        {said(moment(startedAt), who, operations)}
      </Notice>
    );
  }
  return now.recovered?.state === 'undone' ? <Notice intent="success" title={text.detect.recovered} /> : null;
}

/** Programs with a proxy of their own, where there are any. */
function Beside({ snapshot, copy }: { readonly snapshot: Snapshot; readonly copy: Actions['copy'] }) {
  const { otherAgents, settings } = snapshot;
  const texts = besideTexts({ otherAgents, environment: environmentProxies(settings) }, null);
  return texts.length === 0 ? null : (
    <Section title={text.detect.beside} lead={besideNote}>
      <BesideList texts={texts} copy={copy} />
    </Section>
  );
}

/** "This server": facts, products, which proxy each service uses, and what was noticed. */
export function Detect({ now, act }: { readonly now: DetectStep; readonly act: Actions }) {
  const { snapshot } = now;
  const findings = useId();
  const busy = now.waiting !== null;
  const hidden = snapshot !== null && hidesFromUser(snapshot);
  return (
    <Page
      heading={text.detect.heading}
      lead={text.detect.lead}
      start={
        <>
          <Button disabled={busy} icon={<ArrowSyncRegular />} onClick={() => void act.detect()}>
            {text.detect.again}
          </Button>
          {busy ? <Progress label={text.frame.loading} share={null} /> : null}
          {isLooking(now) ? <Button onClick={() => void act.cancel()}>{text.frame.cancel}</Button> : null}
        </>
      }
      end={
        <>
          <Button disabled={busy || snapshot === null} onClick={() => void act.onlyDocument()}>
            {text.detect.onlyDocument}
          </Button>
          <Button disabled={busy || snapshot === null} onClick={() => void act.onlyTest()}>
            {text.detect.onlyTest}
          </Button>
          <Button
            appearance={now.unfinished === null ? 'primary' : 'secondary'}
            disabled={busy || snapshot === null}
            onClick={() => act.choose()}
          >
            {text.detect.choose}
          </Button>
        </>
      }
    >
      <ProblemBar
        problem={now.problem ?? now.recovered?.problem ?? null}
        {...(now.unfinished === null && { again: text.detect.elevated })}
      />
      {now.cancelled ? (
        <LeadingNotice cause={snapshot} intent="info" title={text.detect.cancelled}>
          {snapshot === null ? text.detect.cancelledEmpty : text.detect.cancelledOlder(moment(snapshot.takenAt))}
        </LeadingNotice>
      ) : null}
      <Unfinished now={now} act={act} />
      {hidden ? (
        <Notice
          intent="info"
          title={text.detect.partly}
          actions={
            <Button disabled={busy} icon={<ShieldRegular />} onClick={() => void act.detectElevated()}>
              {text.detect.elevated}
            </Button>
          }
        >
          {text.detect.partlyWhy}
        </Notice>
      ) : null}
      {snapshot === null ? (
        now.cancelled || now.problem !== null ? null : (
          <Loading />
        )
      ) : (
        <>
          <FactStrip facts={factsOf(snapshot)} />
          <Section title={text.detect.products}>
            <Cards>
              {productCards(snapshot).map((card) => (
                <ProductCard
                  key={card.name}
                  name={card.name}
                  state={
                    <StateMark tone={card.tone} wrap>
                      {card.state}
                    </StateMark>
                  }
                  facts={card.facts}
                />
              ))}
            </Cards>
          </Section>
          <Section title={text.detect.truth} lead={text.detect.truthLead}>
            <TruthTable rows={truthRows(snapshot)} showFinding={(at) => showFinding(findings, at)} />
          </Section>
          <Beside snapshot={snapshot} copy={act.copy} />
          <Section title={text.detect.findings}>
            <FindingList
              id={findings}
              findings={worstFirst(snapshot.findings)}
              copy={act.copy}
              open={(link) => void act.openLink(link)}
            />
          </Section>
        </>
      )}
    </Page>
  );
}

function Loading() {
  return (
    <>
      <Skeleton aria-label={text.frame.loading}>
        <SkeletonItem size={48} />
      </Skeleton>
      <TruthSkeleton />
    </>
  );
}
