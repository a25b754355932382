import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { productName } from '../../electron/core/wording/names.ts';
import { verdictText } from '../../electron/core/wording/verdict-text.ts';
import type { ProductResult } from '../view/product-results.ts';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXS },
  },
  sentence: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
});

/** One sentence for each product. */
export function ResultList({ results }: { readonly results: readonly ProductResult[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {results.flatMap(({ product, grade, decisive }) => [
        <dt key={`${product}-grade`}>
          <Text weight="semibold" block>
            {productName(product)}
          </Text>
          <VerdictBadge grade={grade} />
        </dt>,
        <dd key={`${product}-sentence`} className={styles.sentence}>
          {verdictText(decisive.verdict).sentence}
        </dd>,
      ])}
    </dl>
  );
}
