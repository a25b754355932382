import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { text } from '../text.ts';
import { CopyButton } from './CopyButton.tsx';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  value: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  hint: { color: tokens.colorNeutralForeground3 },
});

/** The SHA-256 of the plan's file, to compare and to copy. */
export function Digest(props: { readonly digest: string; readonly copy: (value: string) => Promise<boolean> }) {
  const styles = useStyles();
  return (
    <div className={styles.box}>
      <Text weight="semibold" size={200}>
        {text.review.digest}
      </Text>
      <div className={styles.line}>
        <code className={styles.value}>{props.digest}</code>
        <CopyButton of={text.review.digest} copy={() => props.copy(props.digest)} />
      </div>
      <Text size={200} className={styles.hint}>
        {text.review.digestHint}
      </Text>
    </div>
  );
}
