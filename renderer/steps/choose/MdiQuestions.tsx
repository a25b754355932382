import { Checkbox, Field, Input, makeStyles, Text } from '@fluentui/react-components';
import { workspaceHost } from '../../../electron/core/plan/sensor-host.ts';
import { parseWorkspace } from '../../../electron/core/settings/grammar.ts';
import { text } from '../../text.ts';
import { ChoiceCards } from '../../ui/ChoiceCards.tsx';
import { Question } from '../../ui/Question.tsx';
import type { Legacy } from '../../wizard/draft.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  input: { width: '100%', maxWidth: '420px' },
  field: { width: '100%' },
  host: { overflowWrap: 'anywhere' },
});

const legacyWays = ['update', 'migrate', 'migrate-and-clear'] as const satisfies Legacy[];

/** The sensor gets its proxy from its accounts' settings: update them, or move to its own setting. */
export function LegacyQuestion({ interview }: { readonly interview: Interview }) {
  return (
    <Question name="legacy" open={interview.open}>
      <ChoiceCards
        label={text.choose.legacy}
        choices={legacyWays.map((value) => ({
          value,
          title: text.choose.legacyWay[value],
          hint: text.choose.legacyHint[value],
        }))}
        value={interview.draft.legacy}
        fault={undefined}
        stacked
        choose={(legacy) => interview.change({ legacy })}
      />
    </Question>
  );
}

/** The workspace's name, where no installed sensor tells it. */
export function WorkspaceQuestion({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const { draft, change } = interview;
  const fault = faultSentence(interview, 'workspace');
  const parsed = parseWorkspace(draft.workspace.trim());
  const typed = parsed.ok ? parsed.value : null;
  return (
    <Question name="workspace" open={interview.open}>
      <Field
        className={styles.field}
        label={text.choose.workspaceLabel}
        hint={text.choose.workspaceHint}
        validationState={fault === undefined ? 'none' : 'error'}
        validationMessage={fault}
      >
        <Input
          className={styles.input}
          value={draft.workspace}
          placeholder={text.choose.workspacePlaceholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ workspace: value })}
        />
      </Field>
      {typed === null ? null : (
        <Text size={200} className={styles.host}>
          {text.choose.workspaceHost(workspaceHost(typed, draft.cloud))}
        </Text>
      )}
    </Question>
  );
}

/** The four .NET values, offered where they explain a failure. */
export function StrongCryptoQuestion({ interview }: { readonly interview: Interview }) {
  return (
    <Question name="tls" open={interview.open}>
      <Field hint={text.choose.strongCryptoHint}>
        <Checkbox
          label={text.choose.strongCrypto}
          checked={interview.draft.strongCrypto}
          onChange={(_, { checked }) => interview.change({ strongCrypto: checked === true })}
        />
      </Field>
    </Question>
  );
}
