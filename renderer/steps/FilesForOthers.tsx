import { makeStyles, Radio, RadioGroup, Spinner, Text, tokens } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../electron/contract/contract.ts';
import type { Channel } from '../../electron/core/export/channel.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { channelName, refusalText } from '../../electron/core/wording/export-text.ts';
import { capitalised } from '../../electron/core/wording/names.ts';
import { operationText } from '../../electron/core/wording/plan-text.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import type { Actions } from '../wizard/session.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { margin: 0, paddingInlineStart: '20px', maxWidth: '100ch' },
  files: { overflowWrap: 'anywhere' },
});

type Offer = CallOutput<'exportOffers'>[number];

function carries({ files, refusals }: Offer): string {
  if (files.length === 0) return text.exports.none;
  return refusals.length === 0 ? text.exports.whole : text.exports.without(countOf(refusals));
}

/** A change can be left out for more than one reason. */
const countOf = (refusals: Offer['refusals']) => new Set(refusals.map(({ operation }) => operation)).size;

/** What a channel leaves out and why; the changes that it leaves out for the same reason are said together. */
function LeftOut({ offer, plan }: { readonly offer: Offer; readonly plan: Plan }) {
  const styles = useStyles();
  const byReason = new Map<string, string[]>();
  for (const refusal of offer.refusals) {
    const operation = plan.operations.find(({ id }) => id === refusal.operation);
    const why = refusalText(refusal);
    byReason.set(why, [
      ...(byReason.get(why) ?? []),
      ...(operation === undefined ? [] : [operationText(operation).what]),
    ]);
  }
  return byReason.size === 0 ? null : (
    <div>
      <Text weight="semibold">{text.exports.leftOut}</Text>
      <ul className={styles.list}>
        {[...byReason].map(([why, names]) => (
          <li key={why}>
            {names.map((name) => (
              <Text key={name} block>
                {name}
              </Text>
            ))}
            <Text className={styles.quiet}>{why}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The plan in the form of another tool: which forms there are, what each leaves out, and into which folder. */
export function FilesForOthers({ plan, act }: { readonly plan: Plan; readonly act: Actions }) {
  const styles = useStyles();
  const [offers, setOffers] = useState<readonly Offer[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [chosen, setChosen] = useState<Channel | null>(null);
  const [saved, setSaved] = useState<{ readonly folder: string; readonly files: readonly string[] } | null>(null);
  const [busy, setBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each plan.
  useEffect(() => {
    let here = true;
    void act.exportOffers().then((found) => {
      if (!here) return;
      if (found.ok) setOffers(found.value);
      else setProblem(found.problem);
    });
    return () => {
      here = false;
    };
  }, [plan.id]);
  const offer = offers?.find(({ channel }) => channel === chosen) ?? null;
  const choose = (value: string) => {
    setChosen(offers?.find(({ channel }) => channel === value)?.channel ?? null);
    setSaved(null);
    setProblem(null);
  };
  const save = async (channel: Channel) => {
    setBusy(true);
    setProblem(null);
    const done = await act.exportAs(channel);
    setBusy(false);
    if (!done.ok) setProblem(done.problem);
    else if (done.value.saved) setSaved(done.value);
  };
  return (
    <div className={styles.part}>
      <Text className={styles.quiet}>{text.exports.lead}</Text>
      <ProblemBar problem={problem} />
      {offers === null ? (
        problem === null ? (
          <Spinner size="tiny" label={text.exports.loading} />
        ) : null
      ) : (
        <RadioGroup aria-label={text.exports.channel} value={chosen ?? ''} onChange={(_, { value }) => choose(value)}>
          {offers.map((each) => (
            <Radio
              key={each.channel}
              value={each.channel}
              disabled={busy}
              label={
                <>
                  <Text block>{capitalised(channelName(each.channel))}</Text>
                  <Text size={200} block className={styles.quiet}>
                    {text.exports.hints[each.channel]} {each.channel === 'allow-list' ? null : carries(each)}
                  </Text>
                </>
              }
            />
          ))}
        </RadioGroup>
      )}
      {offer === null ? null : (
        <>
          <LeftOut offer={offer} plan={plan} />
          {offer.files.length === 0 ? null : (
            <Button icon={<SaveRegular />} disabled={busy} onClick={() => void save(offer.channel)}>
              {text.exports.save}
            </Button>
          )}
        </>
      )}
      <div aria-live="polite">
        {saved === null ? null : (
          <Notice intent="success" title={text.exports.saved(saved.folder)}>
            <span className={styles.files}>{saved.files.join(', ')}</span>
          </Notice>
        )}
      </div>
    </div>
  );
}
