import { Checkbox, Field, Input, makeStyles } from '@fluentui/react-components';
import { text } from '../../text.ts';
import { ChoiceCards } from '../../ui/ChoiceCards.tsx';
import { Question } from '../../ui/Question.tsx';
import type { Legacy } from '../../wizard/draft.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({ input: { width: '100%', maxWidth: '420px' }, field: { width: '100%' } });

const legacyWays = ['update', 'migrate', 'migrate-and-clear'] as const satisfies Legacy[];

/** The sensor gets its proxy from its accounts' settings: update them, or move to its own setting. */
export function LegacyQuestion({ interview }: { readonly interview: Interview }) {
  return (
    <Question
      title={text.choose.legacy}
      why={{ text: text.choose.legacyWhy, link: 'mdi-legacy-proxy', open: interview.open }}
    >
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
  return (
    <Question title={text.choose.workspace}>
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
    </Question>
  );
}

/** The four .NET values, offered where they explain a failure. */
export function StrongCryptoQuestion({ interview }: { readonly interview: Interview }) {
  return (
    <Question
      title={text.choose.tls}
      why={{ text: text.choose.tlsWhy, link: 'mdi-known-issues', open: interview.open }}
    >
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
