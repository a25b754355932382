import { Link, makeStyles, mergeClasses, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { Fragment, useId, useState } from 'react';
import type { EffectiveStep } from '../../electron/core/effective/effective.ts';
import { findingText } from '../../electron/core/wording/finding-text.ts';
import {
  accountName,
  becauseText,
  capitalised,
  routeText,
  serviceName,
  shownText,
  storeName,
} from '../../electron/core/wording/names.ts';
import { text } from '../text.ts';
import type { NumberedFinding, TruthRow } from '../view/truth.ts';
import { StateMark, type Tone } from './StateMark.tsx';

const narrow = '@media (max-width: 720px)';

const useStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'separate',
    borderSpacing: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    [narrow]: { display: 'block' },
  },
  head: { [narrow]: { display: 'none' } },
  th: {
    textAlign: 'start',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  block: { [narrow]: { display: 'block' } },
  row: {
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    [narrow]: {
      display: 'block',
      paddingBlock: tokens.spacingVerticalXS,
      ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    },
  },
  td: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    [narrow]: { display: 'block', borderTop: 'none', paddingBlock: '2px', paddingInlineStart: '36px' },
  },
  // Where the columns become lines, each names itself.
  labelled: {
    [narrow]: {
      '::before': {
        content: 'attr(data-label) ": "',
        color: tokens.colorNeutralForeground3,
        fontWeight: tokens.fontWeightRegular,
      },
    },
  },
  first: {
    [narrow]: { paddingInlineStart: tokens.spacingHorizontalM, paddingTop: tokens.spacingVerticalXS },
  },
  toggle: {
    display: 'inline-flex',
    columnGap: tokens.spacingHorizontalS,
    padding: 0,
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  chevron: { display: 'inline-flex', flexShrink: 0, fontSize: '16px', paddingTop: '2px' },
  service: { display: 'flex', flexDirection: 'column', fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  value: { fontWeight: tokens.fontWeightSemibold },
  marks: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', rowGap: '2px' },
  // What is hidden in it stays inside of the part that scrolls.
  mark: { position: 'relative' },
  conflict: { textAlign: 'start', fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  detail: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM} 36px`,
    [narrow]: { display: 'block' },
  },
  steps: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingInlineStart: '20px' },
  step: { paddingBlock: '3px' },
  stepLine: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, alignItems: 'baseline' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  serviceColumn: { width: '23%' },
  uses: { width: '25%' },
  why: { width: '25%' },
});

const stepTones = {
  used: 'good',
  empty: 'quiet',
  unreadable: 'unknown',
  malformed: 'bad',
  'not-reached': 'quiet',
} as const satisfies Record<EffectiveStep['outcome'], Tone>;

/** One conflict by its title; it leads to the finding, which says what it means and by which rule. */
function Conflict({ conflict, show }: { readonly conflict: NumberedFinding; readonly show: (at: number) => void }) {
  const styles = useStyles();
  const { at, finding } = conflict;
  const tone = finding.severity === 'error' ? 'bad' : 'warn';
  return (
    <li className={styles.mark}>
      <StateMark tone={tone} wrap plain>
        <span className={styles.hidden}>{text.severity[finding.severity]}: </span>
        <Link
          as="button"
          inline
          className={styles.conflict}
          onClick={(event) => {
            event.stopPropagation();
            show(at);
          }}
        >
          {findingText(finding).title}
        </Link>
      </StateMark>
    </li>
  );
}

function Remarks({ row, show }: { readonly row: TruthRow; readonly show: (at: number) => void }) {
  const styles = useStyles();
  if (row.conflicts.length + row.unknown === 0) return <span className={styles.quiet}>{text.detect.none}</span>;
  return (
    <ul className={styles.marks}>
      {row.conflicts.map((conflict) => (
        <Conflict key={conflict.at} conflict={conflict} show={show} />
      ))}
      {row.unknown === 0 ? null : (
        <li>
          <StateMark tone="unknown">{text.severity.unknown}</StateMark>
        </li>
      )}
    </ul>
  );
}

function Detail({ row }: { readonly row: TruthRow }) {
  const styles = useStyles();
  const severalUsed = row.proxy.steps.filter((step) => step.outcome === 'used').length > 1;
  return (
    <>
      <Text size={200} weight="semibold">
        {text.detect.looked}
      </Text>
      <ol className={styles.steps}>
        {row.proxy.steps.map((step) => (
          <li key={step.store} className={styles.step}>
            <span className={styles.stepLine}>
              <span className={step.outcome === 'not-reached' ? styles.quiet : undefined}>
                {capitalised(storeName(step.store))}
              </span>
              {step.shown === null || step.shown === '' ? null : (
                <code className={styles.mono}>{shownText(step.shown)}</code>
              )}
              <StateMark tone={stepTones[step.outcome]}>
                {severalUsed && step.outcome === 'used' ? text.detect.oneDecides : text.detect.lookedAt[step.outcome]}
              </StateMark>
            </span>
          </li>
        ))}
      </ol>
      {row.proxy.certainty === 'unverified' ? (
        <Text size={200} className={styles.quiet} block>
          {text.detect.orderUnverified}
        </Text>
      ) : null}
    </>
  );
}

/** Which proxy each service uses and why; a row opens to every place that was looked at. */
export function TruthTable(props: {
  readonly rows: readonly TruthRow[];
  /** Leads to a finding by its number. Left out where nothing was looked for: then no remarks are shown. */
  readonly showFinding?: (at: number) => void;
}) {
  const { showFinding } = props;
  const remarks = showFinding !== undefined;
  const styles = useStyles();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const base = useId();
  const toggle = (service: string) => {
    const changed = new Set(open);
    if (!changed.delete(service)) changed.add(service);
    setOpen(changed);
  };
  return (
    <table className={styles.table}>
      <thead className={styles.head}>
        <tr>
          <th scope="col" className={mergeClasses(styles.th, styles.serviceColumn)}>
            {text.detect.service}
          </th>
          <th scope="col" className={mergeClasses(styles.th, styles.uses)}>
            {text.detect.uses}
          </th>
          <th scope="col" className={mergeClasses(styles.th, styles.why)}>
            {text.detect.because}
          </th>
          {remarks ? (
            <th scope="col" className={styles.th}>
              {text.detect.remarks}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody className={styles.block}>
        {props.rows.map((row) => {
          const { service, account, route } = row.proxy;
          const shown = open.has(service);
          const id = `${base}-${service}`;
          return (
            <Fragment key={service}>
              <tr className={styles.row} onClick={() => toggle(service)}>
                <td className={mergeClasses(styles.td, styles.first)}>
                  <button
                    type="button"
                    className={styles.toggle}
                    aria-expanded={shown}
                    aria-controls={id}
                    onClick={(event) => {
                      event.stopPropagation();
                      toggle(service);
                    }}
                  >
                    <span className={styles.chevron} aria-hidden="true">
                      {shown ? <ChevronDownRegular /> : <ChevronRightRegular />}
                    </span>
                    <span className={styles.service}>
                      {serviceName(service)}
                      <Text size={200} className={styles.quiet}>
                        {accountName(account)}
                      </Text>
                    </span>
                  </button>
                </td>
                <td
                  className={mergeClasses(
                    styles.td,
                    styles.labelled,
                    route.kind === 'unknown' ? styles.quiet : styles.value,
                  )}
                  data-label={text.detect.uses}
                >
                  {routeText(route)}
                </td>
                <td className={mergeClasses(styles.td, styles.labelled)} data-label={text.detect.because}>
                  {becauseText(row.proxy)}
                  {row.owner === null ? null : (
                    <Text size={200} className={styles.quiet} block>
                      {row.owner}
                    </Text>
                  )}
                  {row.proxy.certainty === 'unverified' ? (
                    <Text size={200} className={styles.quiet} block>
                      {text.detect.orderNotDocumented}
                    </Text>
                  ) : null}
                </td>
                {showFinding === undefined ? null : (
                  <td className={mergeClasses(styles.td, styles.labelled)} data-label={text.detect.remarks}>
                    <Remarks row={row} show={showFinding} />
                  </td>
                )}
              </tr>
              <tr id={id} hidden={!shown} className={shown ? styles.block : undefined}>
                <td colSpan={remarks ? 4 : 3} className={styles.detail}>
                  {shown ? <Detail row={row} /> : null}
                </td>
              </tr>
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

/** The table before anything was read. */
export function TruthSkeleton() {
  return (
    <Skeleton aria-label={text.frame.loading}>
      {['a', 'b', 'c', 'd', 'e'].map((row) => (
        <SkeletonItem key={row} size={32} style={{ marginBottom: 8 }} />
      ))}
    </Skeleton>
  );
}
