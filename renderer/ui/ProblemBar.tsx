import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { type ReactNode, type Ref, useLayoutEffect, useRef } from 'react';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { shownProblem } from '../view/problem.ts';

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
 * A message that the person is led to: the button that led here may be far below or gone, so each new `cause` brings it
 * into view and gives it the focus.
 */
export function LeadingNotice({
  cause,
  ...notice
}: Omit<Parameters<typeof Notice>[0], 'at'> & { readonly cause: unknown }) {
  const bar = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each cause, not each time the page is drawn.
  useLayoutEffect(() => {
    bar.current?.focus({ preventScroll: true });
    bar.current?.scrollIntoView({ block: 'nearest' });
  }, [cause]);
  return <Notice at={bar} {...notice} />;
}

/** Why something could not be done: what happened, what was left unchanged, what to do next. */
export function ProblemBar(props: {
  readonly problem: Problem | null;
  readonly actions?: ReactNode;
  /** The button that was pressed, where the page has one that is sure to be it. */
  readonly again?: string;
}) {
  const styles = useStyles();
  if (props.problem === null) return null;
  const { happened, unchanged, todo } = shownProblem(props.problem, props.again);
  return (
    <LeadingNotice
      cause={props.problem}
      intent={props.problem.kind === 'not-confirmed' ? 'warning' : 'error'}
      title={happened}
      actions={props.actions}
    >
      <span className={styles.line}>{unchanged}</span>
      <span className={styles.line}>{todo}</span>
    </LeadingNotice>
  );
}
