import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { useSaving } from '../ui/use-saving.ts';
import type { Actions } from '../wizard/session.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalS },
});

/** Keeps what this plan wants as a file for other servers. */
export function SaveProfile({ act }: { readonly act: Actions }) {
  const { folder, problem, save } = useSaving(act.saveProfile);
  return (
    <ProfileButton
      label={text.profile.save}
      go={save}
      problem={problem}
      done={folder === null ? null : text.profile.saved(folder)}
    />
  );
}

/** Takes over what such a file wants; what of it does not fit this server is said with the changes. */
export function OpenProfile({ act }: { readonly act: Actions }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = async () => {
    const opened = await act.openProfile();
    setProblem(opened.ok ? null : opened.problem);
  };
  return <ProfileButton label={text.profile.open} go={open} problem={problem} done={null} />;
}

function ProfileButton(props: {
  readonly label: string;
  readonly go: () => Promise<void>;
  readonly problem: Problem | null;
  readonly done: string | null;
}) {
  const styles = useStyles();
  return (
    <div className={styles.part} aria-live="polite">
      <Button size="small" onClick={() => void props.go()}>
        {props.label}
      </Button>
      <ProblemBar problem={props.problem} />
      {props.done === null ? null : <Notice intent="success" title={props.done} />}
    </div>
  );
}
