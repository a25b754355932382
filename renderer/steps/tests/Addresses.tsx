import { Checkbox, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { useDeferredValue, useMemo } from 'react';
import type { EffectiveProxy } from '../../../electron/core/effective/effective.ts';
import type { Matrix } from '../../../electron/core/plan/matrix.ts';
import { columnsOf } from '../../../electron/core/wording/path-text.ts';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { type Retests, RetestsContext } from '../../ui/MatrixDetail.tsx';
import { MatrixTable } from '../../ui/MatrixTable.tsx';
import { Section } from '../../ui/Section.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import type { Earlier } from '../../view/compare.ts';
import { isProblem, matrixGroups, shownRows } from '../../view/matrix.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
  },
  find: { width: '220px' },
  grow: { flexGrow: 1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
});

/** What a person narrowed the addresses to. `asked` null: nothing was said of problems, so what there is decides. */
export interface Narrowed {
  readonly asked: boolean | null;
  readonly typed: string;
}

export const notNarrowed: Narrowed = { asked: null, typed: '' };

/** Every address by every way: what has a problem unless all are asked for, narrowed by a part of the host. */
export function Addresses(props: {
  readonly matrix: Matrix;
  /** Where each service goes now. */
  readonly effective: readonly EffectiveProxy[];
  readonly earlier: Earlier | null;
  /** The results are still coming in: all are shown, in their places. */
  readonly running: boolean;
  readonly retests: Retests;
  readonly narrowed: Narrowed;
  readonly narrow: (to: Narrowed) => void;
}) {
  const styles = useStyles();
  const words = text.verify.matrix;
  const { earlier, effective, running } = props;
  const { asked, typed } = props.narrowed;
  const narrow = useNarrow();
  // What is typed and what comes in is shown at once; the table follows as soon as there is time for it.
  const host = useDeferredValue(typed);
  const matrix = useDeferredValue(props.matrix);
  const problems = useMemo(() => matrix.rows.filter((row) => isProblem(row, matrix.decides)).length, [matrix]);
  const ticked = asked ?? (!running && problems > 0);
  const onlyProblems = useDeferredValue(ticked);
  const groups = useMemo(() => matrixGroups(matrix), [matrix]);
  const shown = useMemo(() => shownRows(matrix, { onlyProblems, host }), [matrix, onlyProblems, host]);
  const columns = useMemo(
    () => columnsOf({ ...matrix, effective, ...(running && { rows: [] }) }),
    [matrix, effective, running],
  );
  return (
    <Section title={text.verify.tests} lead={text.verify.testsLead}>
      <div className={styles.bar}>
        <Input
          className={styles.find}
          size="small"
          type="search"
          aria-label={words.host}
          placeholder={words.host}
          contentBefore={<SearchRegular aria-hidden="true" />}
          value={typed}
          onChange={(_, { value }) => props.narrow({ asked, typed: value })}
        />
        <Checkbox
          label={words.onlyProblems(problems)}
          checked={ticked}
          onChange={(_, { checked }) => props.narrow({ asked: checked === true, typed })}
        />
        <span className={styles.grow} />
        <Text size={200} className={styles.quiet}>
          {words.shown(shown.size, matrix.rows.length)}
        </Text>
      </div>
      {shown.size > 0 ? null : (
        <div className={styles.empty}>
          <Text>{host.trim() === '' ? words.noProblem : words.noMatch}</Text>
          <Button size="small" onClick={() => props.narrow({ asked: false, typed: '' })}>
            {words.showAll}
          </Button>
        </div>
      )}
      <RetestsContext.Provider value={props.retests}>
        <MatrixTable
          groups={groups}
          shown={shown}
          columns={columns}
          decides={matrix.decides}
          earlier={earlier}
          narrow={narrow}
        />
      </RetestsContext.Provider>
    </Section>
  );
}
