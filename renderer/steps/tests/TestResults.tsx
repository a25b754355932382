import { Skeleton, SkeletonItem, Text } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { EffectiveProxy } from '../../../electron/core/effective/effective.ts';
import { servicesDenying } from '../../../electron/core/evidence/denying.ts';
import { probesOf } from '../../../electron/core/plan/verification.ts';
import { productResults } from '../../../electron/core/report/product-results.ts';
import { askOf } from '../../../electron/core/report/proxy-ask.ts';
import { listed, serviceName } from '../../../electron/core/wording/names.ts';
import { text } from '../../text.ts';
import { Notice } from '../../ui/ProblemBar.tsx';
import { ResultList } from '../../ui/ResultList.tsx';
import { Section } from '../../ui/Section.tsx';
import { earlierOf } from '../../view/compare.ts';
import { matrixSeen } from '../../view/matrix.ts';
import type { Actions, Basis } from '../../wizard/session.ts';
import { probesSeen, type TryStep, type VerifyStep } from '../../wizard/wizard.ts';
import { Addresses, notNarrowed } from './Addresses.tsx';
import { ProxyRequest } from './ProxyRequest.tsx';
import { TestBasis } from './TestBasis.tsx';

/** What tests came to: each product, what to ask of the proxy team, and every address by every way. */
export function TestResults(props: {
  readonly now: TryStep | VerifyStep;
  readonly basis: Basis | null;
  readonly act: Actions;
}) {
  const { now, basis, act } = props;
  const { verification, seen, waiting } = now;
  const running = waiting?.what === 'verify' || waiting?.what === 'try';
  const busy = waiting !== null;
  const matrix = useMemo(() => verification?.matrix ?? matrixSeen(seen), [verification, seen]);
  const probes = useMemo(
    () => (verification === null ? probesSeen(seen) : probesOf(verification)),
    [verification, seen],
  );
  const results = useMemo(() => productResults(probes), [probes]);
  const denying = servicesDenying(verification?.evidence);
  const { step, before } = now;
  const outcome = step === 'verify' ? now.outcome : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the step only these decide it
  const earlier = useMemo(() => earlierOf(now), [step, before, outcome, verification]);
  const again = waiting?.what === 'again' ? waiting : null;
  const retests = useMemo(
    () => ({
      running: again,
      busy,
      start: (row: string, path: Parameters<Actions['retest']>[1]) => void act.retest(row, path),
    }),
    [again, busy, act],
  );
  // Kept here, for the tests may be made again.
  const [narrowed, narrow] = useState(notNarrowed);
  return (
    <>
      {results.length === 0 ? null : (
        <Section title={text.verify.verdicts}>
          {denying.length === 0 ? null : (
            <Notice intent="warning" title={text.verify.denied(listed(denying.map(serviceName)))} />
          )}
          <ResultList results={results} earlier={earlier} />
        </Section>
      )}
      {verification !== null && probes.some(({ verdict }) => askOf(verdict) !== null) ? (
        <ProxyRequest request={now.request} busy={busy} act={act} />
      ) : null}
      {matrix === null || matrix.rows.length === 0 ? (
        <Nothing running={running} tested={verification !== null} />
      ) : (
        <Addresses
          matrix={matrix}
          effective={verification?.effective ?? seen.frame?.effective ?? nobody}
          earlier={earlier}
          running={running}
          retests={retests}
          narrowed={narrowed}
          narrow={narrow}
        />
      )}
      <TestBasis basis={basis} made={verification?.catalogue ?? null} busy={busy} act={act} />
    </>
  );
}

/** One and the same, so that the table is not drawn again. */
const nobody: readonly EffectiveProxy[] = [];

/** In place of the addresses: they are to come, or there are none. */
function Nothing({ running, tested }: { readonly running: boolean; readonly tested: boolean }) {
  if (running)
    return (
      <Skeleton aria-label={text.verify.progress(0, 0)}>
        <SkeletonItem size={96} />
      </Skeleton>
    );
  return tested ? <Text>{text.verify.nothing}</Text> : null;
}
