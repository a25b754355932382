import { makeStyles, tokens } from '@fluentui/react-components';
import { CopyButton } from './CopyButton.tsx';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalXS,
    marginTop: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  lines: {
    margin: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** Commands to copy, one a line. */
export function CommandBox(props: {
  /** What is copied, for those who do not see it. */
  readonly of: string;
  readonly commands: readonly string[];
  readonly copy: (value: string) => Promise<boolean>;
}) {
  const styles = useStyles();
  const all = props.commands.join('\n');
  return (
    <div className={styles.box}>
      <pre className={styles.lines}>{all}</pre>
      <CopyButton of={props.of} copy={() => props.copy(all)} />
    </div>
  );
}
