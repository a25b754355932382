import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { ProbeResult } from '../../electron/core/plan/verification.ts';
import { routeText, serviceName } from '../../electron/core/wording/names.ts';
import { verdictText } from '../../electron/core/wording/verdict-text.ts';
import { text } from '../text.ts';
import { routeOf } from '../view/hops.ts';
import { ChainTree } from './ChainTree.tsx';
import { answerText, ProbeEvidence } from './ProbeEvidence.tsx';
import { RouteLine } from './RouteLine.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  row: { ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` } },
  toggle: {
    display: 'flex',
    alignItems: 'flex-start',
    columnGap: tokens.spacingHorizontalS,
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: 'inherit',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chevron: { display: 'inline-flex', flexShrink: 0, fontSize: '16px', paddingTop: '2px' },
  what: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  badge: { flexShrink: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  body: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL} 36px`,
  },
  sentence: { maxWidth: '100ch', overflowWrap: 'anywhere' },
});

function Body({ probe }: { readonly probe: ProbeResult }) {
  const styles = useStyles();
  const { observation, verdict } = probe;
  const { sentence, action } = verdictText(verdict);
  const route = routeOf(probe);
  return (
    <>
      <Text className={styles.sentence}>
        {sentence}
        {verdict.grade === 'works' ? '' : ` ${action}`}
      </Text>
      {route === null ? null : <RouteLine route={route} />}
      {observation === null ? null : (
        <>
          <ProbeEvidence observation={observation} />
          {observation.presented.length === 0 ? null : <ChainTree observation={observation} />}
        </>
      )}
    </>
  );
}

/** One test in one line: service, endpoint, route, answer, result. It opens to the way it took and its evidence. */
export function ProbeRow({ probe }: { readonly probe: ProbeResult }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { observation, verdict } = probe;
  const facts = [
    observation === null ? null : `${observation.target.host}:${observation.target.port}`,
    routeText(probe.route),
    observation?.http.state === 'done' ? answerText(observation.http.answer) : null,
    observation === null ? null : text.common.milliseconds(observation.totalMs),
    verdict.grade === 'works' ? null : verdictText(verdict).short,
  ];
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.chevron} aria-hidden="true">
          {open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        </span>
        <span className={styles.what}>
          <Text weight="semibold">{serviceName(probe.service)}</Text>{' '}
          <Text size={200} className={styles.quiet}>
            {probe.purpose}
          </Text>
          <Text size={200} block className={styles.quiet}>
            {facts.filter((fact) => fact !== null).join(' · ')}
          </Text>
        </span>
        <span className={styles.badge}>
          <VerdictBadge grade={verdict.grade} />
        </span>
      </button>
      <div id={id} className={open ? styles.body : undefined}>
        {open ? <Body probe={probe} /> : null}
      </div>
    </li>
  );
}
