import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { memo, useId, useState } from 'react';
import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import type { ServiceId } from '../../electron/core/effective/effective.ts';
import type { Matrix, MatrixCell, MatrixRow } from '../../electron/core/plan/matrix.ts';
import { gradeOf } from '../../electron/core/plan/matrix-order.ts';
import { capitalised, listed, serviceName } from '../../electron/core/wording/names.ts';
import { cellIn, type MatrixColumn, shortPathName } from '../../electron/core/wording/path-text.ts';
import { endpointProductName } from '../../electron/core/wording/proxy-request-text.ts';
import { text } from '../text.ts';
import type { Earlier } from '../view/compare.ts';
import { type MatrixGroup, rowName } from '../view/matrix.ts';
import { GradeChange } from './GradeChange.tsx';
import { MatrixDetail } from './MatrixDetail.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

const line = `1px solid ${tokens.colorNeutralStroke2}`;

/*
 * A real table whose rows are grids: only then can the browser leave out what is not in view (`content-visibility` does
 * nothing for the boxes of a table), and that is what keeps 200 addresses quick.
 */
const useStyles = makeStyles({
  table: {
    display: 'block',
    backgroundColor: tokens.colorNeutralBackground1,
    border: line,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'clip',
  },
  block: { display: 'block' },
  row: { display: 'grid', gridTemplateColumns: 'var(--columns)', alignItems: 'stretch' },
  // The names of the ways stay in view above a long list.
  top: { display: 'block', position: 'sticky', top: 0, zIndex: 1 },
  heads: { borderBottom: line, backgroundColor: tokens.colorNeutralBackground2 },
  th: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    textAlign: 'start',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  indent: { paddingInlineStart: '36px' },
  places: { display: 'block', color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
  product: {
    display: 'block',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXXS}`,
    textAlign: 'start',
    fontWeight: tokens.fontWeightSemibold,
  },
  purpose: {
    display: 'block',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    textAlign: 'start',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
  },
  group: { display: 'block', ':not(:first-child)': { borderTop: line } },
  address: {
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
  },
  // The way that a service takes stands out by its ground, its rule and its word.
  taken: {
    backgroundColor: tokens.colorNeutralBackground3,
    borderLeft: `3px solid ${tokens.colorNeutralForeground3}`,
    paddingLeft: '5px',
  },
  mark: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    lineHeight: tokens.lineHeightBase200,
  },
  detail: { display: 'block' },
});

/** What every row needs and no row changes. */
interface Shared {
  readonly decides: Matrix['decides'];
  readonly columns: readonly MatrixColumn[];
  /** Whether there is a column with what the row came to. */
  readonly result: 'change' | 'plain' | 'none';
  readonly kind: Earlier['kind'];
}

function Cell(props: { readonly cell: MatrixCell | undefined; readonly waiting: boolean; readonly open: () => void }) {
  const styles = useStyles();
  const { cell } = props;
  const words = text.verify.matrix;
  if (cell === undefined)
    return <td className={mergeClasses(styles.cell, styles.quiet)}>{props.waiting ? words.waiting : words.notSet}</td>;
  const marks = [cell.takes.length > 0 ? words.takes : null, cell.wouldTake.length > 0 ? words.wouldTake : null];
  const marked = marks.filter((mark) => mark !== null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut of the mouse; the button of the row opens the same
    <td
      className={mergeClasses(styles.cell, marked.length > 0 && styles.taken)}
      onClick={(event) => {
        event.stopPropagation();
        props.open();
      }}
    >
      <VerdictBadge grade={cell.verdict.grade} aside={marked.length === 0} />
      {marked.length === 0 ? null : <span className={styles.mark}>{marked.join(', ')}</span>}
    </td>
  );
}

interface RowProps extends Shared {
  readonly row: MatrixRow;
  readonly was: Grade | undefined;
  readonly name: string;
  /** Who uses it; null where the head of the group says so. */
  readonly users: string | null;
}

const Row = memo(function Row(props: RowProps) {
  const { row, was, decides, columns, result, kind } = props;
  const styles = useStyles();
  const words = text.verify.matrix;
  const [open, setOpen] = useState<{ readonly at: MatrixCell | null } | null>(null);
  const id = useId();
  const grade = gradeOf(row, decides);
  const waiting = row.cells.length === 0;
  const remarks = [
    ...(props.users === null ? [] : [props.users]),
    ...(row.necessity === 'optional' ? [words.optional] : row.necessity === 'legacy-only' ? [words.legacy] : []),
  ];
  const toggle = () => setOpen(open === null ? { at: null } : null);
  return (
    <>
      <tr className={mergeClasses(styles.row, styles.address)} onClick={toggle}>
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
              {props.name}{' '}
              {remarks.length === 0 ? null : (
                <Text size={200} className={styles.quiet}>
                  {remarks.join(' · ')}
                </Text>
              )}
            </span>
          </button>
        </th>
        {result === 'none' ? null : (
          <td className={mergeClasses(styles.cell, grade === null && styles.quiet)}>
            {grade === null ? (
              waiting ? (
                words.waiting
              ) : (
                words.notSet
              )
            ) : (
              <GradeChange was={was} kind={kind} grade={grade} brief />
            )}
          </td>
        )}
        {columns.map((column) => {
          const cell = cellIn(row, column);
          return (
            <Cell
              key={column.title}
              cell={cell}
              waiting={waiting}
              open={() => setOpen(cell === undefined ? null : { at: cell })}
            />
          );
        })}
      </tr>
      {open === null ? null : (
        <tr id={id} className={styles.detail}>
          <td colSpan={columns.length + 2} className={styles.detail}>
            <MatrixDetail key={open.at?.paths.join(' ') ?? ''} row={row} decides={decides} at={open.at} />
          </td>
        </tr>
      )}
    </>
  );
});

/** Addresses by product and purpose, with a column for each way; on a narrow window with what each came to alone. */
export const MatrixTable = memo(function MatrixTable(
  props: Omit<Shared, 'result' | 'kind'> & {
    readonly groups: readonly MatrixGroup[];
    readonly earlier: Earlier | null;
    readonly narrow: boolean;
  },
) {
  const styles = useStyles();
  const { groups, earlier, decides, narrow } = props;
  const columns = narrow ? none : props.columns;
  const result = earlier !== null ? 'change' : narrow ? 'plain' : 'none';
  const widths = [
    'minmax(0, 1fr)',
    ...(result === 'none' ? [] : [narrow ? 'minmax(96px, 34%)' : '148px']),
    ...columns.map(() => (columns.length > 4 ? '92px' : columns.length > 2 ? '128px' : '176px')),
  ];
  const shared = { decides, columns, result, kind: earlier?.kind ?? 'before' } as const;
  return (
    // The style of an element set by script is no inline style to the policy of the page.
    <table className={styles.table} style={{ '--columns': widths.join(' ') } as React.CSSProperties}>
      <thead className={styles.top}>
        <tr className={mergeClasses(styles.row, styles.heads)}>
          <th scope="col" className={mergeClasses(styles.th, styles.indent)}>
            {text.verify.matrix.address}
          </th>
          {result === 'none' ? null : (
            <th scope="col" className={styles.th}>
              {earlier === null ? text.verify.matrix.result : text.verify.matrix.change[earlier.kind]}
            </th>
          )}
          {columns.map(({ title, route, paths }) => (
            <th key={title} scope="col" className={styles.th} title={title}>
              {route}
              <span className={styles.places}>{paths.map(({ path }) => shortPathName(path)).join(', ')}</span>
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ product, purpose, first, services, rows }) => (
        <tbody key={`${product} ${purpose}`} className={styles.group}>
          <tr className={styles.block}>
            <th scope="rowgroup" colSpan={columns.length + 2} className={styles.block}>
              {first ? <span className={styles.product}>{capitalised(endpointProductName(product))}</span> : null}
              <span className={styles.purpose}>
                {capitalised([purpose, ...(services === null ? [] : [usersOf(services)])].join(' · '))}
              </span>
            </th>
          </tr>
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              name={rowName(row, rows)}
              users={services === null ? usersOf(row.services) : null}
              was={earlier?.rows.get(row.id)}
              {...shared}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
});

const usersOf = (services: readonly ServiceId[]): string =>
  services.length === 0 ? text.verify.matrix.nobody : listed(services.map(serviceName));

const none: readonly MatrixColumn[] = [];
