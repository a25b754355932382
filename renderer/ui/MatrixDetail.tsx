import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular, ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { createContext, useContext, useId, useState } from 'react';
import type { PathId } from '../../electron/core/effective/path.ts';
import type { Matrix, MatrixCell, MatrixRow } from '../../electron/core/plan/matrix.ts';
import { capitalised, listed, serviceName } from '../../electron/core/wording/names.ts';
import { pathName } from '../../electron/core/wording/path-text.ts';
import { verdictText } from '../../electron/core/wording/verdict-text.ts';
import { text } from '../text.ts';
import { routeOf } from '../view/hops.ts';
import { openedFirst } from '../view/matrix.ts';
import type { Again } from '../wizard/wizard.ts';
import { Button } from './Button.tsx';
import { ChainTree } from './ChainTree.tsx';
import { answerText, ProbeEvidence } from './ProbeEvidence.tsx';
import { RouteLine } from './RouteLine.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  detail: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM} 36px`,
    '@media (max-width: 760px)': { paddingInlineStart: tokens.spacingHorizontalM },
  },
  ways: {
    alignSelf: 'stretch',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  way: { ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` } },
  toggle: {
    display: 'flex',
    alignItems: 'flex-start',
    columnGap: tokens.spacingHorizontalS,
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
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
    alignItems: 'stretch',
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM} 32px`,
    '@media (max-width: 760px)': { paddingInlineStart: tokens.spacingHorizontalM },
  },
  sentence: { maxWidth: '100ch', overflowWrap: 'anywhere' },
});

/** What can be tested again, and whether anything is just now. */
export interface Retests {
  /** What is being tested again; null: nothing. */
  readonly running: Again | null;
  /** Something else is being waited for. */
  readonly busy: boolean;
  readonly start: (row: string, path: PathId | null) => void;
}

/** Read by opened rows alone, so that a test that begins or ends draws no closed one. */
export const RetestsContext = createContext<Retests>({ running: null, busy: true, start: () => undefined });

function AgainButton(props: {
  readonly label: string;
  readonly running: boolean;
  readonly disabled: boolean;
  readonly start: () => void;
}) {
  return (
    <div>
      <Button
        size="small"
        icon={props.running ? <Spinner size="extra-tiny" aria-hidden /> : <ArrowSyncRegular />}
        disabled={props.disabled}
        onClick={props.start}
      >
        {props.running ? text.verify.matrix.testingAgain : props.label}
      </Button>
    </div>
  );
}

function Body(props: { readonly cell: MatrixCell; readonly row: string }) {
  const styles = useStyles();
  const retests = useContext(RetestsContext);
  const { cell, row } = props;
  const { observation, verdict } = cell;
  const { sentence, action } = verdictText(verdict);
  const route = routeOf(cell);
  const [path] = cell.paths;
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
      {path === undefined ? null : (
        <AgainButton
          label={text.verify.matrix.wayAgain}
          running={retests.running?.row === row && retests.running.path === path}
          disabled={retests.busy}
          start={() => retests.start(row, path)}
        />
      )}
    </>
  );
}

function Way(props: { readonly cell: MatrixCell; readonly row: string; readonly open: boolean }) {
  const styles = useStyles();
  const [open, setOpen] = useState(props.open);
  const id = useId();
  const { cell } = props;
  const { observation, verdict, paths, takes, wouldTake, ways } = cell;
  const words = text.verify.matrix;
  const facts = [
    ways.length === 0
      ? null
      : [...new Set(ways.map((way) => (way.kind === 'direct' ? 'direct' : `${way.host}:${way.port}`)))].join(', '),
    takes.length === 0 ? null : words.takenBy(listed(takes.map(serviceName))),
    wouldTake.length === 0 ? null : words.wouldTakeBy(listed(wouldTake.map(serviceName))),
    observation?.http.state === 'done' ? answerText(observation.http.answer) : null,
    observation === null ? null : text.common.milliseconds(observation.totalMs),
    verdict.grade === 'works' ? null : verdictText(verdict).short,
  ].filter((fact) => fact !== null && fact !== '');
  return (
    <li className={styles.way}>
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
          <Text weight="semibold">{paths.length === 0 ? words.noWay : capitalised(listed(paths.map(pathName)))}</Text>
          <Text size={200} block className={styles.quiet}>
            {facts.join(' · ')}
          </Text>
        </span>
        <span className={styles.badge}>
          <VerdictBadge grade={verdict.grade} />
        </span>
      </button>
      <div id={id} className={open ? styles.body : undefined}>
        {open ? <Body cell={cell} row={props.row} /> : null}
      </div>
    </li>
  );
}

/** One address opened: each way with its stages, and the tests that can be made again. `at`: the way that was clicked. */
export function MatrixDetail(props: {
  readonly row: MatrixRow;
  readonly decides: Matrix['decides'];
  readonly at: MatrixCell | null;
}) {
  const styles = useStyles();
  const retests = useContext(RetestsContext);
  const { row } = props;
  const first = props.at ?? openedFirst(row, props.decides);
  if (row.cells.length === 0) return <Text className={styles.detail}>{text.verify.matrix.waiting}</Text>;
  return (
    <div className={styles.detail}>
      <ul className={styles.ways}>
        {row.cells.map((cell) => (
          <Way
            key={cell.paths.join(' ')}
            cell={cell}
            row={row.id}
            open={cell.paths.join(' ') === first?.paths.join(' ')}
          />
        ))}
      </ul>
      {row.cells.length < 2 ? null : (
        <AgainButton
          label={text.verify.matrix.rowAgain}
          running={retests.running?.row === row.id && retests.running.path === null}
          disabled={retests.busy}
          start={() => retests.start(row.id, null)}
        />
      )}
    </div>
  );
}
