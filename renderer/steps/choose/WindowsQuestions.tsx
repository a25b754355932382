import { Button, Checkbox, Field, makeStyles, Radio, RadioGroup, Textarea, tokens } from '@fluentui/react-components';
import { text } from '../../text.ts';
import { Question } from '../../ui/Question.tsx';
import { suggestedExceptions } from '../../wizard/draft-intent.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  field: { width: '100%' },
  area: { width: '100%', maxWidth: '560px' },
  offers: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** Whether the machine-wide WinHTTP proxy goes the same way. */
export function WinHttpQuestion({ interview }: { readonly interview: Interview }) {
  const { draft, snapshot, change } = interview;
  const copy32 = snapshot.settings['winhttp.machine32']?.reading.state;
  return (
    <Question
      title={text.choose.winhttpTitle}
      why={{ text: text.choose.winhttpWhy, link: 'winhttp-default-proxy', open: interview.open }}
    >
      <Checkbox
        label={text.choose.winhttp[draft.way === 'static' ? 'static' : 'direct']}
        checked={draft.winhttp}
        onChange={(_, { checked }) => change({ winhttp: checked === true })}
      />
      {draft.winhttp && draft.way === 'static' && copy32 === 'absent' ? (
        <Field hint={text.choose.also32Hint}>
          <Checkbox
            label={text.choose.also32}
            checked={draft.also32Bit}
            onChange={(_, { checked }) => change({ also32Bit: checked === true })}
          />
        </Field>
      ) : null}
    </Question>
  );
}

/** Destinations that WinHTTP reaches without the proxy, with the server's own domain offered. */
export function BypassQuestion({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const { draft, snapshot, change } = interview;
  const fault = faultSentence(interview, 'bypass');
  const offers = suggestedExceptions(draft, snapshot);
  const add = (entry: string) =>
    change({ bypass: draft.bypass.trim() === '' ? entry : `${draft.bypass.trim().replace(/;$/, '')}; ${entry}` });
  return (
    <Question
      title={text.choose.bypass}
      why={{ text: text.choose.bypassWhy, link: 'winhttp-default-proxy', open: interview.open }}
    >
      <Field
        className={styles.field}
        label={text.choose.bypassLabel}
        hint={text.choose.bypassHint}
        validationState={fault === undefined ? 'none' : 'error'}
        validationMessage={fault}
      >
        <Textarea
          className={styles.area}
          value={draft.bypass}
          rows={2}
          resize="vertical"
          spellCheck={false}
          onChange={(_, { value }) => change({ bypass: value })}
        />
      </Field>
      {offers.length === 0 ? null : (
        <div className={styles.offers}>
          {offers.map((entry) => (
            <Button key={entry} size="small" onClick={() => add(entry)}>
              {text.choose.bypassSuggest(entry)}
            </Button>
          ))}
        </div>
      )}
    </Question>
  );
}

/** Whether revocation lists and Windows Update are reachable by another way than these proxies. */
export function RevocationQuestion({ interview }: { readonly interview: Interview }) {
  const { draft, change } = interview;
  return (
    <Question
      title={text.choose.revocation}
      why={{ text: text.choose.revocationWhy, link: 'mde-configure-proxy', open: interview.open }}
    >
      <RadioGroup
        aria-label={text.choose.revocation}
        value={draft.noRevocationPath ? 'no' : 'yes'}
        onChange={(_, { value }) => change({ noRevocationPath: value === 'no' })}
      >
        <Radio value="yes" label={text.choose.revocationYes} />
        <Radio value="no" label={text.choose.revocationNo} />
      </RadioGroup>
    </Question>
  );
}
