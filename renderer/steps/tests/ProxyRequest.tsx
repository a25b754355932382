import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CopyRegular, SaveRegular } from '@fluentui/react-icons';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Section.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { Actions } from '../../wizard/session.ts';
import type { Request } from '../../wizard/wizard.ts';

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  files: { overflowWrap: 'anywhere' },
});

/** The request to whoever runs the proxy, beside the failures that it is about. */
export function ProxyRequest(props: {
  readonly request: Request | null;
  readonly busy: boolean;
  readonly act: Actions;
}) {
  const styles = useStyles();
  const words = text.verify.request;
  const { request, busy, act } = props;
  return (
    <Section title={words.title} lead={words.lead}>
      <div className={styles.buttons}>
        <Button icon={<CopyRegular />} disabled={busy} onClick={() => void act.copyRequest()}>
          {words.copy}
        </Button>
        <Button icon={<SaveRegular />} disabled={busy} onClick={() => void act.saveRequest()}>
          {words.save}
        </Button>
      </div>
      <div role="status" className={styles.files}>
        {request === null ? null : (
          <>
            <StateMark tone="good" wrap plain>
              {request.kind === 'copied' ? words.copied : words.saved(request.folder)}
            </StateMark>
            {request.kind === 'saved' ? (
              <Text size={200} block>
                {request.files.join(', ')}
              </Text>
            ) : null}
          </>
        )}
      </div>
    </Section>
  );
}
