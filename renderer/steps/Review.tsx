import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ShieldRegular } from '@fluentui/react-icons';
import type { Plan } from '../../electron/core/plan/plan.ts';
import { affectedTexts } from '../../electron/core/wording/blast-radius-text.ts';
import { commandsFor } from '../../electron/core/wording/commands.ts';
import { productName } from '../../electron/core/wording/names.ts';
import {
  blockedCountText,
  blockerText,
  cautionText,
  changeCountText,
  manualText,
} from '../../electron/core/wording/plan-text.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { ChangeTable } from '../ui/ChangeTable.tsx';
import { CommandBox } from '../ui/CommandBox.tsx';
import { Digest } from '../ui/Digest.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Page } from '../ui/Page.tsx';
import { Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { Section } from '../ui/Section.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { TruthTable } from '../ui/TruthTable.tsx';
import { changeGroups } from '../view/changes.ts';
import { truthRows } from '../view/truth.ts';
import type { Actions } from '../wizard/session.ts';
import { canApply, type ReviewStep } from '../wizard/wizard.ts';
import { FilesForOthers } from './FilesForOthers.tsx';
import { SaveProfile } from './Profile.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0 },
  item: { listStyleType: 'none', maxWidth: '100ch' },
  count: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Reading with administrator rights is what takes these out of the way. */
const needsRights = (plan: Plan) =>
  plan.blockers.some((blocker) => blocker.kind === 'unreadable' || blocker.kind === 'sensor-unreadable');

function Blockers({ now, act }: { readonly now: ReviewStep; readonly act: Actions }) {
  const { plan } = now;
  return (
    <>
      {plan.blockers.map((blocker) => {
        const { happened, todo } = blockerText(blocker);
        return (
          <Notice key={JSON.stringify(blocker)} intent="error" title={happened}>
            {todo}
          </Notice>
        );
      })}
      {needsRights(plan) && !plan.machine.elevated ? (
        <div>
          <Button icon={<ShieldRegular />} onClick={() => void act.detectElevated()}>
            {text.review.elevated}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Manual({ now, act }: { readonly now: ReviewStep; readonly act: Actions }) {
  const styles = useStyles();
  return (
    <Section title={text.review.manual} lead={text.review.manualLead}>
      <ul className={styles.list}>
        {now.plan.manual.map((step) => {
          const { text: what, command } = manualText(step);
          return (
            <li key={JSON.stringify(step)} className={styles.item}>
              <Text block>{what}</Text>
              {command === null ? null : <CommandBox of={text.review.manual} commands={[command]} copy={act.copy} />}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** Who lives off the same settings here; their names are folded away. */
function Reaches({ plan }: { readonly plan: Plan }) {
  const styles = useStyles();
  const affected = affectedTexts(plan);
  return affected.length === 0 ? null : (
    <Section title={text.review.reaches}>
      <ul className={styles.list}>
        {affected.map(({ sentence, names }) => (
          <li key={sentence} className={styles.item}>
            <Text block>{sentence}</Text>
            {names.length === 0 ? null : (
              <Disclosure label={text.review.reachesNames(names.length)}>
                <ul>
                  {names.map((name) => (
                    <li key={name}>{name}</li>
                  ))}
                </ul>
              </Disclosure>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Actionbar({ now, act }: { readonly now: ReviewStep; readonly act: Actions }) {
  const busy = now.waiting !== null;
  const { plan } = now;
  if (canApply(plan)) {
    return (
      <>
        <Button disabled={busy} onClick={() => void act.ticket()}>
          {text.review.document}
        </Button>
        <Button disabled={busy} onClick={() => void act.tryRoute()}>
          {text.review.testFirst}
        </Button>
        <Button appearance="primary" disabled={busy} onClick={() => void act.apply()}>
          {text.review.apply(plan.operations.length)}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button onClick={() => void act.ticket()}>{text.review.document}</Button>
      <Button appearance={plan.blockers.length === 0 ? 'primary' : 'secondary'} onClick={() => void act.verify()}>
        {plan.blockers.length === 0 ? text.review.verifyEmpty : text.review.verify}
      </Button>
    </>
  );
}

/** "What will change?": what is in the way, every change with its reason, what to know, what to do by hand. */
export function Review({ now, act }: { readonly now: ReviewStep; readonly act: Actions }) {
  const styles = useStyles();
  const { plan } = now;
  const empty = plan.operations.length === 0 && plan.blockers.length === 0;
  const open = (link: Parameters<Actions['openLink']>[0]) => void act.openLink(link);
  return (
    <Page
      heading={empty ? text.review.emptyHeading : text.review.heading}
      lead={empty ? text.review.emptyLead : plan.blockers.length > 0 ? text.review.blockedLead : text.review.lead}
      start={
        <Button disabled={now.waiting !== null} onClick={() => void act.back()}>
          {text.frame.back}
        </Button>
      }
      end={<Actionbar now={now} act={act} />}
    >
      <ProblemBar
        problem={now.problem}
        again={canApply(plan) ? text.review.apply(plan.operations.length) : text.review.elevated}
      />
      {now.waiting === null ? null : (
        <Notice intent="info" title={text.review.confirm}>
          {text.review.confirmText}
        </Notice>
      )}
      <Blockers now={now} act={act} />
      {plan.operations.length === 0 ? null : (
        <>
          <div>
            <Text block className={styles.count}>
              {canApply(plan) ? changeCountText(plan.operations) : blockedCountText(plan.operations)}
            </Text>
            {canApply(plan) ? (
              <Text block className={styles.quiet}>
                {plan.machine.elevated ? text.review.noPrompt : text.review.prompt}
              </Text>
            ) : null}
          </div>
          {changeGroups(plan.operations).map((group) => (
            <Section key={group.product} title={productName(group.product)}>
              {group.stores.map(({ store, operations }) => (
                <ChangeTable key={store} title={text.review.stores[store]} operations={operations} open={open} />
              ))}
            </Section>
          ))}
        </>
      )}
      {plan.blockers.length > 0 ? null : (
        <Section title={plan.operations.length === 0 ? text.review.expectedNow : text.review.expected}>
          <TruthTable rows={truthRows({ effective: plan.expected, findings: [] })} />
        </Section>
      )}
      <Reaches plan={plan} />
      {plan.cautions.length === 0 ? null : (
        <Section title={text.review.cautions}>
          <ul className={styles.list}>
            {plan.cautions.map((caution) => (
              <li key={caution} className={styles.item}>
                <StateMark tone="warn" wrap plain>
                  {cautionText(caution)}
                </StateMark>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {plan.manual.length === 0 ? null : <Manual now={now} act={act} />}
      {plan.operations.length === 0 ? null : (
        <>
          <div>
            <Disclosure label={text.review.commands}>
              <Text size={200} block className={styles.quiet}>
                {text.review.commandsHint}
              </Text>
              <CommandBox of={text.review.commands} commands={commandsFor(plan)} copy={act.copy} />
            </Disclosure>
            {plan.blockers.length > 0 ? null : (
              <Disclosure label={text.exports.title}>
                <FilesForOthers plan={plan} act={act} />
              </Disclosure>
            )}
          </div>
          <Digest digest={now.digest} copy={act.copy} />
        </>
      )}
      <SaveProfile act={act} />
    </Page>
  );
}
