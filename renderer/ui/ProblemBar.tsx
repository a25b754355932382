import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
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
}) {
  const styles = useStyles();
  return (
    <MessageBar intent={props.intent} layout="multiline" className={styles.bar} politeness="polite">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.title}>{props.title}</MessageBarTitle>
        {props.children}
      </MessageBarBody>
      {props.actions === undefined ? null : <MessageBarActions>{props.actions}</MessageBarActions>}
    </MessageBar>
  );
}

/** Why something could not be done: what happened, what was left unchanged, what to do next. */
export function ProblemBar(props: { readonly problem: Problem | null; readonly actions?: ReactNode }) {
  const styles = useStyles();
  if (props.problem === null) return null;
  const { happened, unchanged, todo } = problemText(props.problem);
  return (
    <Notice
      intent={props.problem.kind === 'not-confirmed' ? 'warning' : 'error'}
      title={happened}
      actions={props.actions}
    >
      <span className={styles.line}>{unchanged}</span>
      <span className={styles.line}>{todo}</span>
    </Notice>
  );
}
