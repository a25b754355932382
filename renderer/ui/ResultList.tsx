import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ProductResult } from '../../electron/core/report/product-results.ts';
import { productName } from '../../electron/core/wording/names.ts';
import { verdictText } from '../../electron/core/wording/verdict-text.ts';
import { text } from '../text.ts';
import type { Earlier } from '../view/compare.ts';
import { routeOf } from '../view/hops.ts';
import { ChainTree } from './ChainTree.tsx';
import { Disclosure } from './Disclosure.tsx';
import { GradeChange } from './GradeChange.tsx';
import { RouteLine } from './RouteLine.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalL },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  sentence: { maxWidth: '100ch', overflowWrap: 'anywhere' },
});

function Result({ result, earlier }: { readonly result: ProductResult; readonly earlier: Earlier | null }) {
  const styles = useStyles();
  const { verdict, observation } = result.decisive;
  const { sentence, action } = verdictText(verdict);
  const route = routeOf(result.decisive);
  const fine = verdict.grade === 'works' || verdict.grade === 'not-tested';
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3 className={styles.name}>{productName(result.product)}</h3>
        <GradeChange
          was={earlier?.products.get(result.product)}
          kind={earlier?.kind ?? 'before'}
          grade={result.grade}
        />
      </div>
      <Text className={styles.sentence}>{sentence}</Text>
      {verdict.grade === 'works' ? null : <Text className={styles.sentence}>{action}</Text>}
      {route === null ? null : <RouteLine route={route} />}
      {observation === null || observation.presented.length === 0 ? null : (
        <Disclosure label={text.verify.chain} open={!fine}>
          <ChainTree observation={observation} />
        </Disclosure>
      )}
    </li>
  );
}

/**
 * For each product: its result in one sentence, beside what it is held against, the way its connection took, and the
 * certificates.
 */
export function ResultList(props: { readonly results: readonly ProductResult[]; readonly earlier: Earlier | null }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {props.results.map((result) => (
        // A new result replaces the old one whole: what was opened for one verdict says nothing about the next.
        <Result
          key={`${result.product} ${result.decisive.service} ${result.grade}`}
          result={result}
          earlier={props.earlier}
        />
      ))}
    </ul>
  );
}
