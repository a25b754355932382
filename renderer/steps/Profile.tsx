import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Problem, Result } from '../../electron/core/plan/problem.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import type { Actions } from '../wizard/session.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalS },
});

/** Keeps what this plan wants as a file for other servers. */
export function SaveProfile({ act }: { readonly act: Actions }) {
  const [folder, setFolder] = useState<string | null>(null);
  return (
    <ProfileButton
      label={text.profile.save}
      go={async () => {
        const done = await act.saveProfile();
        if (done.ok && done.value.saved) setFolder(done.value.folder);
        return done;
      }}
      done={folder === null ? null : text.profile.saved(folder)}
    />
  );
}

/** Takes over what such a file wants; what of it does not fit this server is said with the changes. */
export function OpenProfile({ act }: { readonly act: Actions }) {
  return <ProfileButton label={text.profile.open} go={act.openProfile} done={null} />;
}

function ProfileButton(props: {
  readonly label: string;
  readonly go: () => Promise<Result<unknown>>;
  readonly done: string | null;
}) {
  const styles = useStyles();
  const [problem, setProblem] = useState<Problem | null>(null);
  const click = async () => {
    const done = await props.go();
    setProblem(done.ok ? null : done.problem);
  };
  return (
    <div className={styles.part} aria-live="polite">
      <Button size="small" onClick={() => void click()}>
        {props.label}
      </Button>
      <ProblemBar problem={problem} />
      {props.done === null ? null : <Notice intent="success" title={props.done} />}
    </div>
  );
}
