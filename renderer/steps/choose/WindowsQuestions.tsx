import { Checkbox, Field, makeStyles, Radio, RadioGroup, Textarea, tokens } from '@fluentui/react-components';
import { lintBypass } from '../../../electron/core/codecs/bypass-list.ts';
import { bypassLintText } from '../../../electron/core/wording/bypass-lint-text.ts';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { Question } from '../../ui/Question.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { bypassEntries, suggestedExceptions } from '../../wizard/draft-intent.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  field: { width: '100%' },
  area: { width: '100%', maxWidth: '560px' },
  offers: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  consequences: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxWidth: '80ch',
    overflowWrap: 'anywhere',
  },
  block: { display: 'block' },
});

/** Whether the machine-wide WinHTTP proxy goes the same way. */
export function WinHttpQuestion({ interview }: { readonly interview: Interview }) {
  const { draft, snapshot, change } = interview;
  const copy32 = snapshot.settings['winhttp.machine32']?.reading.state;
  return (
    <Question name="winhttpTitle" open={interview.open}>
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
  // An entry that cannot be written is told as a fault of the field.
  const remarks = fault === undefined ? lintBypass(bypassEntries(draft.bypass), snapshot.machine) : [];
  const add = (entry: string) =>
    change({ bypass: draft.bypass.trim() === '' ? entry : `${draft.bypass.trim().replace(/;$/, '')}; ${entry}` });
  return (
    <Question name="bypass" open={interview.open}>
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
      {remarks.length === 0 ? null : (
        <ul className={styles.consequences}>
          {remarks.map((remark) => (
            <li key={bypassLintText(remark)}>
              <StateMark tone="warn" wrap plain>
                {bypassLintText(remark)}
              </StateMark>
            </li>
          ))}
        </ul>
      )}
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

/** The two values that are then written, each with what it does. */
function Consequences({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const { products } = interview.draft;
  const values = [
    ...(products.mde
      ? [{ tone: 'info', name: 'PreferStaticProxyForHttpRequest = 1', key: 'preferStatic' } as const]
      : []),
    ...(products.mdav ? [{ tone: 'warn', name: 'SSLOptions = 2', key: 'sslOptions' } as const] : []),
  ];
  return values.length === 0 ? null : (
    <ul className={styles.consequences}>
      {values.map(({ tone, name, key }) => (
        <li key={key}>
          <StateMark tone={tone} wrap plain>
            <code>{name}</code>
            <span className={styles.block}>{text.choose.revocationValues[key]}</span>
          </StateMark>
        </li>
      ))}
    </ul>
  );
}

/** Whether revocation lists and Windows Update are reachable by another way than these proxies. */
export function RevocationQuestion({ interview }: { readonly interview: Interview }) {
  const { draft, change } = interview;
  return (
    <Question name="revocation" open={interview.open}>
      <RadioGroup
        aria-label={text.choose.revocation}
        value={draft.noRevocationPath ? 'no' : 'yes'}
        onChange={(_, { value }) => change({ noRevocationPath: value === 'no' })}
      >
        <Radio value="yes" label={text.choose.revocationYes} />
        <Radio value="no" label={text.choose.revocationNo} />
      </RadioGroup>
      {draft.noRevocationPath ? <Consequences interview={interview} /> : null}
    </Question>
  );
}
