import { Button, Checkbox, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Matrix } from '../../../electron/core/plan/matrix.ts';
import { columnsOf } from '../../../electron/core/wording/path-text.ts';
import { text } from '../../text.ts';
import { type Retests, RetestsContext } from '../../ui/MatrixDetail.tsx';
import { MatrixTable } from '../../ui/MatrixTable.tsx';
import { Section } from '../../ui/Section.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import type { Earlier } from '../../view/compare.ts';
import { isProblem, matrixGroups } from '../../view/matrix.ts';

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

/** Every address by every way: what has a problem unless all are asked for, narrowed by a part of the host. */
export function Addresses(props: {
  readonly matrix: Matrix;
  readonly earlier: Earlier | null;
  /** The results are still coming in: all are shown, in their places. */
  readonly running: boolean;
  readonly retests: Retests;
}) {
  const styles = useStyles();
  const words = text.verify.matrix;
  const { earlier, running } = props;
  const [asked, setAsked] = useState<boolean | null>(null);
  const [typed, setTyped] = useState('');
  const narrow = useNarrow();
  // What is typed and what comes in is shown at once; the table follows as soon as there is time for it.
  const host = useDeferredValue(typed);
  const matrix = useDeferredValue(props.matrix);
  const problems = useMemo(() => matrix.rows.filter((row) => isProblem(row, matrix.decides)).length, [matrix]);
  const ticked = asked ?? (!running && problems > 0);
  const onlyProblems = useDeferredValue(ticked);
  const groups = useMemo(() => matrixGroups(matrix, { onlyProblems, host }), [matrix, onlyProblems, host]);
  const columns = useMemo(() => columnsOf(running ? { ...matrix, rows: [] } : matrix), [matrix, running]);
  const shown = groups.reduce((sum, group) => sum + group.rows.length, 0);
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
          onChange={(_, { value }) => setTyped(value)}
        />
        <Checkbox
          label={words.onlyProblems(problems)}
          checked={ticked}
          onChange={(_, { checked }) => setAsked(checked === true)}
        />
        <span className={styles.grow} />
        <Text size={200} className={styles.quiet}>
          {words.shown(shown, matrix.rows.length)}
        </Text>
      </div>
      {shown === 0 ? (
        <div className={styles.empty}>
          <Text>{host.trim() === '' ? words.noProblem : words.noMatch}</Text>
          <Button
            size="small"
            onClick={() => {
              setAsked(false);
              setTyped('');
            }}
          >
            {words.showAll}
          </Button>
        </div>
      ) : (
        <RetestsContext.Provider value={props.retests}>
          <MatrixTable groups={groups} columns={columns} decides={matrix.decides} earlier={earlier} narrow={narrow} />
        </RetestsContext.Provider>
      )}
    </Section>
  );
}
