import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type CSSProperties, Fragment, memo, startTransition, useEffect, useState } from 'react';
import type { ServiceId } from '../../electron/core/effective/effective.ts';
import { capitalised, listed, serviceName } from '../../electron/core/wording/names.ts';
import { type MatrixColumn, shortPathName } from '../../electron/core/wording/path-text.ts';
import { endpointProductName } from '../../electron/core/wording/proxy-request-text.ts';
import { text } from '../text.ts';
import type { Earlier } from '../view/compare.ts';
import { type MatrixGroup, rowName } from '../view/matrix.ts';
import { MatrixRow, type RowFrame } from './MatrixRow.tsx';

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
  out: { display: 'none' },
  // The names of the ways stay in view above a long list.
  top: { display: 'block', position: 'sticky', top: 0, zIndex: 1 },
  heads: {
    display: 'grid',
    gridTemplateColumns: 'var(--columns)',
    borderBottom: line,
    backgroundColor: tokens.colorNeutralBackground2,
  },
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
});

/** By the number of ways; what is left is for the host. */
const columnWidths: Readonly<Record<number, string>> = { 1: '188px', 2: '188px', 3: '140px', 4: '116px' };

/** A host and port that breaks between its parts before it breaks within one. */
function Breaking({ text: whole }: { readonly text: string }) {
  return whole.split(/(?=[.:])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two parts may be alike, and they never change places
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ));
}

/** Rows that are drawn with the page, where they are mostly out of view, and then with each frame. */
const atFirst = 12;
const atOnce = 24;

/** How many rows may be drawn by now; grows by itself until it is all. */
function useDrawn(all: number): number {
  const [drawn, setDrawn] = useState(atFirst);
  useEffect(() => {
    if (drawn >= all) return undefined;
    const frame = requestAnimationFrame(() => startTransition(() => setDrawn(drawn + atOnce)));
    return () => cancelAnimationFrame(frame);
  }, [drawn, all]);
  return drawn;
}

/** Addresses by product and purpose, with a column for each way; on a narrow window with what each came to alone. */
export const MatrixTable = memo(function MatrixTable(
  props: Pick<RowFrame, 'decides' | 'columns'> & {
    readonly groups: readonly MatrixGroup[];
    /** Ids of the rows that the filter leaves; the others stay where they are, unseen. */
    readonly shown: ReadonlySet<string>;
    readonly earlier: Earlier | null;
    readonly narrow: boolean;
  },
) {
  const styles = useStyles();
  const { groups, shown, earlier, decides, narrow } = props;
  const drawn = useDrawn(groups.reduce((sum, { rows }) => sum + rows.length, 0));
  const columns = narrow ? none : props.columns;
  const result = earlier !== null ? 'change' : narrow ? 'plain' : 'none';
  const widths = [
    'minmax(0, 1fr)',
    ...(result === 'none' ? [] : [narrow ? 'minmax(96px, 34%)' : columns.length > 4 ? '112px' : '148px']),
    ...columns.map(() => columnWidths[columns.length] ?? '96px'),
  ];
  const frame = { decides, columns, result, kind: earlier?.kind ?? 'before' } as const;
  let left = drawn;
  let named: MatrixGroup['product'] | null = null;
  return (
    <table
      className={mergeClasses(styles.table, shown.size === 0 && styles.out)}
      // A property of its own is not among those that React knows.
      style={{ '--columns': widths.join(' ') } as CSSProperties}
    >
      <thead className={styles.top}>
        <tr className={styles.heads}>
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
              <Breaking text={route} />
              <span className={styles.places}>{paths.map(({ path }) => shortPathName(path)).join(', ')}</span>
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ product, purpose, services, rows }) => {
        const some = rows.slice(0, Math.max(0, left));
        left -= rows.length;
        if (some.length === 0) return null;
        const out = rows.every(({ id }) => !shown.has(id));
        const first = !out && named !== product;
        if (!out) named = product;
        return (
          <tbody key={`${product} ${purpose}`} className={out ? styles.out : styles.group}>
            <tr className={styles.block}>
              <th scope="rowgroup" colSpan={columns.length + 2} className={styles.block}>
                {first ? <span className={styles.product}>{capitalised(endpointProductName(product))}</span> : null}
                <span className={styles.purpose}>
                  {capitalised([purpose, ...(services === null ? [] : [usersOf(services)])].join(' · '))}
                </span>
              </th>
            </tr>
            {some.map((row) => (
              <MatrixRow
                key={row.id}
                row={row}
                name={rowName(row, rows)}
                users={services === null ? usersOf(row.services) : null}
                out={!shown.has(row.id)}
                was={earlier?.rows.get(row.id)}
                {...frame}
              />
            ))}
          </tbody>
        );
      })}
    </table>
  );
});

const usersOf = (services: readonly ServiceId[]): string =>
  services.length === 0 ? text.verify.matrix.nobody : listed(services.map(serviceName));

const none: readonly MatrixColumn[] = [];
