import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { memo, useId, useState } from 'react';
import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import type { Matrix, MatrixCell, MatrixRow as Row } from '../../electron/core/plan/matrix.ts';
import { gradeOf } from '../../electron/core/plan/matrix-order.ts';
import { cellIn, type MatrixColumn, marksIn } from '../../electron/core/wording/path-text.ts';
import { text } from '../text.ts';
import type { Earlier } from '../view/compare.ts';
import { GradeChange } from './GradeChange.tsx';
import { MatrixDetail } from './MatrixDetail.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'var(--columns)',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    contentVisibility: 'auto',
    containIntrinsicBlockSize: 'auto 33px',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  head: { minWidth: 0, padding: 0, textAlign: 'start', fontWeight: tokens.fontWeightRegular },
  toggle: {
    display: 'flex',
    columnGap: tokens.spacingHorizontalS,
    width: '100%',
    minHeight: '100%',
    // As much as the head of the table covers.
    scrollMarginTop: '112px',
    padding: `6px ${tokens.spacingHorizontalS} 6px ${tokens.spacingHorizontalM}`,
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    color: 'inherit',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'start',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chevron: { display: 'inline-flex', flexShrink: 0, fontSize: '16px', paddingTop: '2px' },
  host: { minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  cell: {
    display: 'flex',
    flexWrap: 'wrap',
    alignContent: 'flex-start',
    columnGap: tokens.spacingHorizontalS,
    minWidth: 0,
    padding: `7px ${tokens.spacingHorizontalS}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  // The way that a service takes stands out by its ground, its rule and its word.
  taken: {
    backgroundColor: tokens.colorNeutralBackground3,
    borderLeft: `3px solid ${tokens.colorNeutralForeground3}`,
    paddingLeft: '5px',
  },
  mark: { color: tokens.colorNeutralForeground2 },
  detail: { display: 'block' },
  // Left out by the filter, and not taken away: what was opened stays open, and nothing has to be made anew.
  out: { display: 'none' },
});

/** What every row is drawn by. */
export interface RowFrame {
  readonly decides: Matrix['decides'];
  readonly columns: readonly MatrixColumn[];
  /** Whether there is a column with what the row came to. */
  readonly result: 'change' | 'plain' | 'none';
  readonly kind: Earlier['kind'];
}

interface CellsProps extends RowFrame {
  readonly row: Row;
  readonly was: Grade | undefined;
  readonly open: (cell: MatrixCell | undefined) => void;
}

function Cell(props: {
  readonly cell: MatrixCell | undefined;
  /** Who takes the way of this column. */
  readonly marks: readonly Matrix['decides'][];
  readonly waiting: boolean;
  readonly open: () => void;
}) {
  const styles = useStyles();
  const { cell, marks } = props;
  const words = text.verify.matrix;
  if (cell === undefined)
    return <td className={mergeClasses(styles.cell, styles.quiet)}>{props.waiting ? words.waiting : words.notSet}</td>;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut of the mouse; the button of the row opens the same
    <td
      className={mergeClasses(styles.cell, marks.length > 0 && styles.taken)}
      onClick={(event) => {
        event.stopPropagation();
        props.open();
      }}
    >
      <VerdictBadge grade={cell.verdict.grade} aside={marks.length === 0} wrap />
      {marks.length === 0 ? null : (
        <span className={styles.mark}>{marks.map((mark) => words.marks[mark]).join(', ')}</span>
      )}
    </td>
  );
}

/** The results of a row, which neither opening it nor the filter changes. */
const Cells = memo(function Cells({ row, was, decides, columns, result, kind, open }: CellsProps) {
  const styles = useStyles();
  const words = text.verify.matrix;
  const grade = gradeOf(row, decides);
  const waiting = row.cells.length === 0;
  return (
    <>
      {result === 'none' ? null : grade === null ? (
        <td className={mergeClasses(styles.cell, styles.quiet)}>{waiting ? words.waiting : words.notSet}</td>
      ) : (
        <td className={styles.cell}>
          <GradeChange was={was} kind={kind} grade={grade} brief />
        </td>
      )}
      {columns.map((column) => {
        const cell = cellIn(row, column);
        const marks = marksIn(row, column, columns);
        return <Cell key={column.title} cell={cell} marks={marks} waiting={waiting} open={() => open(cell)} />;
      })}
    </>
  );
});

interface RowProps extends RowFrame {
  readonly row: Row;
  readonly was: Grade | undefined;
  readonly name: string;
  /** Who uses it; null where the head of the group says so. */
  readonly users: string | null;
  /** The filter leaves it out. */
  readonly out: boolean;
}

/** One address: closed a result for each way, opened all that was seen of them. */
export const MatrixRow = memo(function MatrixRow({ name, users, out, ...rest }: RowProps) {
  const styles = useStyles();
  const words = text.verify.matrix;
  const { row, decides, columns } = rest;
  /** Null: closed; of a row that was opened by a cell, that cell. */
  const [open, setOpen] = useState<{ readonly at: MatrixCell | null } | null>(null);
  const [openAt] = useState(() => (cell: MatrixCell | undefined) => setOpen({ at: cell ?? null }));
  const id = useId();
  const remarks = [
    ...(users === null ? [] : [users]),
    ...(row.necessity === 'optional' ? [words.optional] : row.necessity === 'legacy-only' ? [words.legacy] : []),
  ];
  const toggle = () => setOpen(open === null ? { at: null } : null);
  return (
    <>
      <tr className={mergeClasses(styles.row, out && styles.out)} onClick={toggle}>
        <th scope="row" className={styles.head}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open !== null}
            aria-controls={open === null ? undefined : id}
            onClick={(event) => {
              event.stopPropagation();
              toggle();
            }}
          >
            <span className={styles.chevron} aria-hidden="true">
              {open === null ? <ChevronRightRegular /> : <ChevronDownRegular />}
            </span>
            <span className={styles.host}>
              {name}{' '}
              {remarks.length === 0 ? null : (
                <Text size={200} className={styles.quiet}>
                  {remarks.join(' · ')}
                </Text>
              )}
            </span>
          </button>
        </th>
        <Cells {...rest} open={openAt} />
      </tr>
      {open === null ? null : (
        <tr id={id} className={out ? styles.out : styles.detail}>
          <td colSpan={columns.length + 2} className={styles.detail}>
            <MatrixDetail key={open.at?.paths.join(' ') ?? ''} row={row} decides={decides} at={open.at} />
          </td>
        </tr>
      )}
    </>
  );
});
