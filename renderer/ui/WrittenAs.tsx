import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { text } from '../text.ts';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXXS,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: {
    margin: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  empty: { color: tokens.colorNeutralForeground3 },
});

/** The same proxy in each product's own form, while it is being typed. */
export function WrittenAs({ forms }: { readonly forms: readonly (readonly [where: string, form: string | null])[] }) {
  const styles = useStyles();
  return (
    <div>
      <Text size={200} weight="semibold">
        {text.choose.written}
      </Text>
      <dl className={styles.box}>
        {forms.flatMap(([where, form]) => [
          <dt key={`${where}-where`} className={styles.term}>
            <Text size={200}>{where}</Text>
          </dt>,
          <dd key={`${where}-form`} className={styles.value}>
            {form ?? <span className={styles.empty}>…</span>}
          </dd>,
        ])}
      </dl>
    </div>
  );
}
