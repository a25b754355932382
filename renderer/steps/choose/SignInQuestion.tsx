import { Field, Input, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import type { RefObject } from 'react';
import { text } from '../../text.ts';
import { Question } from '../../ui/Question.tsx';
import type { Draft } from '../../wizard/draft.ts';
import { asksPassword, storedSignIn } from '../../wizard/draft-sign-in.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  field: { width: '100%' },
  input: { width: '100%', maxWidth: '420px' },
  hint: { color: tokens.colorNeutralForeground3 },
});

/**
 * The field of the password. SECURITY: what is typed stands in the field alone, never in the page's state, and is taken
 * out of it when it goes to the main process.
 */
export interface PasswordField {
  readonly input: RefObject<HTMLInputElement | null>;
  /** Somebody tried to go on without one. */
  readonly missing: boolean;
  readonly typed: () => void;
}

const ways = ['none', 'keep', 'as'] as const satisfies Draft['signIn'][];

/** Whether the sensor signs in to its proxy: not, as it does now, or with a user and a password. */
export function SignInQuestion(props: { readonly interview: Interview; readonly password: PasswordField }) {
  const styles = useStyles();
  const { interview, password } = props;
  const { draft, snapshot, change } = interview;
  const stored = storedSignIn(snapshot);
  const fault = faultSentence(interview, 'signInUser');
  const label = (way: Draft['signIn']) =>
    way === 'keep' && stored?.user != null ? text.choose.signInStored(stored.user) : text.choose.signInWays[way];
  return (
    <Question name="signIn" open={interview.open}>
      <RadioGroup
        aria-label={text.choose.signIn}
        value={draft.signIn === 'keep' && stored === null ? 'none' : draft.signIn}
        onChange={(_, { value }) => {
          const signIn = ways.find((way) => way === value);
          if (signIn !== undefined) change({ signIn });
        }}
      >
        {ways
          .filter((way) => way !== 'keep' || stored !== null)
          .map((way) => (
            <Radio key={way} value={way} label={label(way)} />
          ))}
      </RadioGroup>
      <Text size={200} className={styles.hint}>
        {text.choose.signInOnly}
      </Text>
      {draft.signIn === 'as' ? (
        <>
          <Field
            className={styles.field}
            label={text.choose.signInUser}
            hint={text.choose.signInUserHint}
            validationState={fault === undefined ? 'none' : 'error'}
            validationMessage={fault}
          >
            <Input
              className={styles.input}
              value={draft.signInUser}
              placeholder={text.choose.signInUserPlaceholder}
              spellCheck={false}
              autoComplete="off"
              onChange={(_, { value }) => change({ signInUser: value, secret: null })}
            />
          </Field>
          {asksPassword(draft, snapshot) ? (
            <Field
              className={styles.field}
              label={text.choose.password}
              hint={draft.secret === null ? text.choose.passwordHint : text.choose.passwordHeld}
              validationState={password.missing ? 'error' : 'none'}
              validationMessage={password.missing ? text.choose.passwordMissing : undefined}
            >
              <Input
                className={styles.input}
                ref={password.input}
                type="password"
                defaultValue=""
                maxLength={1024}
                spellCheck={false}
                autoComplete="off"
                onChange={password.typed}
              />
            </Field>
          ) : (
            <Text size={200} className={styles.hint}>
              {text.choose.passwordLater}
            </Text>
          )}
        </>
      ) : null}
    </Question>
  );
}
