import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { type ReactNode, type Ref, useEffect, useRef } from 'react';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { problemText } from '../../electron/core/wording/problem-text.ts';

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { display: 'block', overflowWrap: 'anywhere', whiteSpace: 'normal' },
  title: { display: 'block' },
  line: { display: 'block' },
});

type Intent = 'error' | 'warning' | 'info' | 'success';

/** One message across the page: a heading, what it means, and at most two actions. */
export function Notice(props: {
  readonly intent: Intent;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Taken by a message that the focus is put on; it is not in the order of the Tab key. */
  readonly at?: Ref<HTMLDivElement>;
}) {
  const styles = useStyles();
  return (
    <MessageBar
      intent={props.intent}
      layout="multiline"
      className={styles.bar}
      politeness="polite"
      {...(props.at === undefined ? {} : { ref: props.at, tabIndex: -1, 'data-problem': true })}
    >
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.title}>{props.title}</MessageBarTitle>
        {props.children}
      </MessageBarBody>
      {props.actions === undefined ? null : <MessageBarActions>{props.actions}</MessageBarActions>}
    </MessageBar>
  );
}

/**
 * Why something could not be done: what happened, what was left unchanged, what to do next. The button that led here
 * may be far below or gone, so a new problem comes into view and takes the focus.
 */
export function ProblemBar(props: { readonly problem: Problem | null; readonly actions?: ReactNode }) {
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each problem, not each time the page is drawn.
  useEffect(() => {
    bar.current?.focus({ preventScroll: true });
    bar.current?.scrollIntoView({ block: 'nearest' });
  }, [props.problem]);
  if (props.problem === null) return null;
  const { happened, unchanged, todo } = problemText(props.problem);
  return (
    <Notice
      at={bar}
      intent={props.problem.kind === 'not-confirmed' ? 'warning' : 'error'}
      title={happened}
      actions={props.actions}
    >
      <span className={styles.line}>{unchanged}</span>
      <span className={styles.line}>{todo}</span>
    </Notice>
  );
}
