import { makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import { text } from '../text.ts';
import type { Earlier } from '../view/compare.ts';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  change: { display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  word: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  arrow: { display: 'inline-flex', color: tokens.colorNeutralForeground3 },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** A result beside what it is held against. */
export function GradeChange(props: {
  readonly was: Grade | undefined;
  readonly kind: Earlier['kind'];
  readonly grade: Grade;
  /** The head of the column says which is which: the words are for those who do not see it, and the same is said once. */
  readonly brief?: boolean;
}) {
  const styles = useStyles();
  const { was, kind, grade } = props;
  if (was === undefined || (props.brief === true && was === grade)) return <VerdictBadge grade={grade} wrap />;
  const word = props.brief === true ? styles.hidden : styles.word;
  return (
    <span className={styles.change}>
      <span className={word}>{text.verify.was[kind]}</span>
      <VerdictBadge grade={was} />
      <span className={styles.arrow} aria-hidden="true">
        <ArrowRightRegular />
      </span>
      <span className={word}>{text.verify.becomes[kind]}</span>
      <VerdictBadge grade={grade} />
    </span>
  );
}
