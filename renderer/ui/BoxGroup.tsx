import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  group: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  // Only as a float is it in the line with the boxes.
  legend: { float: 'left', padding: 0, fontWeight: tokens.fontWeightSemibold },
});

/** Boxes to tick in one line, behind what they are about. */
export function BoxGroup(props: { readonly label: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{props.label}</legend>
      {props.children}
    </fieldset>
  );
}
