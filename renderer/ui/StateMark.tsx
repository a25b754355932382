import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  CircleHintRegular,
  DismissCircleFilled,
  InfoFilled,
  QuestionCircleFilled,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet' | 'unknown' | 'info';

const useStyles = makeStyles({
  mark: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase200,
  },
  icon: { display: 'inline-flex', flexShrink: 0, fontSize: '16px', paddingTop: '1px' },
  nowrap: { whiteSpace: 'nowrap' },
  wrap: { alignItems: 'flex-start' },
  plain: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightRegular },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warn: { color: tokens.colorStatusWarningForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  unknown: { color: tokens.colorNeutralForeground2 },
  info: { color: tokens.colorBrandForeground1 },
});

const icons: Readonly<Record<Tone, ReactNode>> = {
  good: <CheckmarkCircleFilled />,
  warn: <WarningFilled />,
  bad: <DismissCircleFilled />,
  quiet: <CircleHintRegular />,
  unknown: <QuestionCircleFilled />,
  info: <InfoFilled />,
};

/** A state as icon, word and colour; never by one of them alone. */
export function StateMark(props: {
  readonly tone: Tone;
  readonly children: ReactNode;
  /** A sentence rather than a word: it wraps beside its icon. */
  readonly wrap?: boolean;
  /** Only the icon has the colour; the text is ordinary text. */
  readonly plain?: boolean;
}) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.mark, props.wrap === true ? styles.wrap : styles.nowrap, styles[props.tone])}>
      <span className={styles.icon} aria-hidden="true">
        {icons[props.tone]}
      </span>
      <span className={mergeClasses(props.plain === true && styles.plain)}>{props.children}</span>
    </span>
  );
}
