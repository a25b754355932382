import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    minWidth: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Cards beside each other, as many as fit. */
export function Cards({ children }: { readonly children: ReactNode }) {
  return <ul className={useStyles().cards}>{children}</ul>;
}

/** One product: its name, its state as icon and word, and a few facts. */
export function ProductCard(props: {
  readonly name: string;
  readonly state: ReactNode;
  readonly facts: readonly string[];
}) {
  const styles = useStyles();
  return (
    <li className={styles.card}>
      <Text weight="semibold">{props.name}</Text>
      <span>{props.state}</span>
      {props.facts.map((fact) => (
        <Text key={fact} size={200} className={styles.quiet}>
          {fact}
        </Text>
      ))}
    </li>
  );
}
