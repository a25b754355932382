import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { strongCryptoMissing } from '../../electron/core/effective/strong-crypto.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Page } from '../ui/Page.tsx';
import { ProblemBar } from '../ui/ProblemBar.tsx';
import { legacyFound } from '../wizard/draft.ts';
import { asksBypass, asksProxy, asksWorkspace, faultsOf } from '../wizard/draft-intent.ts';
import { asksPassword, asksSignIn } from '../wizard/draft-sign-in.ts';
import type { Actions } from '../wizard/session.ts';
import type { ChooseStep } from '../wizard/wizard.ts';
import type { Interview } from './choose/interview.ts';
import { LegacyQuestion, StrongCryptoQuestion, WorkspaceQuestion } from './choose/MdiQuestions.tsx';
import { OwnRoutes } from './choose/OwnRoutes.tsx';
import { ProductsQuestion } from './choose/ProductsQuestion.tsx';
import { PacQuestion, ProxyQuestion, WayQuestion } from './choose/RouteQuestions.tsx';
import { SignInQuestion } from './choose/SignInQuestion.tsx';
import { BypassQuestion, RevocationQuestion, WinHttpQuestion } from './choose/WindowsQuestions.tsx';
import { OpenProfile } from './Profile.tsx';

const useStyles = makeStyles({
  questions: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  fix: { color: tokens.colorStatusDangerForeground1 },
});

/** Puts the focus on the first entry that is marked, with what is said of it in view. */
function leadToFault(form: HTMLFormElement | null) {
  const marked = form?.querySelector('[aria-invalid="true"]') ?? null;
  if (marked === null) return;
  const inside = marked.querySelector<HTMLElement>('input:checked, input');
  const control = inside ?? (marked instanceof HTMLElement ? marked : null);
  control?.focus({ preventScroll: true });
  marked.scrollIntoView({ block: 'center' });
}

/** "What should it be?": only what matters for this machine, filled in from what was found. */
export function Choose({ now, act }: { readonly now: ChooseStep; readonly act: Actions }) {
  const styles = useStyles();
  const [tried, setTried] = useState(false);
  const { draft, snapshot } = now;
  const faults = faultsOf(draft, snapshot);
  const [lacksPassword, setLacksPassword] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  // How often somebody was kept from going on: each time leads to the first entry that is marked then.
  const [kept, setKept] = useState(0);
  useEffect(() => {
    if (kept > 0) leadToFault(form.current);
  }, [kept]);
  const wrong = Object.keys(faults).length > 0;
  const missing = lacksPassword && asksPassword(draft, snapshot) && draft.secret === null;
  const interview: Interview = {
    draft,
    snapshot,
    faults,
    tried,
    change: (part) => act.edit({ ...draft, ...part }),
    open: (link) => void act.openLink(link),
  };
  const whole = (go: (password: string) => Promise<void>) => {
    setTried(true);
    const typed = input.current?.value ?? '';
    const lacks = asksPassword(draft, snapshot) && draft.secret === null && typed === '';
    setLacksPassword(lacks);
    if (wrong || lacks) {
      setKept((times) => times + 1);
      return;
    }
    if (input.current !== null) input.current.value = '';
    void go(typed);
  };
  return (
    <Page
      heading={text.choose.heading}
      lead={text.choose.lead}
      start={<Button onClick={() => void act.back()}>{text.frame.back}</Button>}
      end={
        <>
          {now.waiting !== null ? <Spinner size="tiny" label={text.choose.planning} /> : null}
          {tried && (wrong || missing) ? <Text className={styles.fix}>{text.choose.fix}</Text> : null}
          <Button disabled={now.waiting !== null} onClick={() => whole(act.tryRoute)}>
            {text.choose.tryRoute}
          </Button>
          <Button appearance="primary" type="submit" form={id} disabled={now.waiting !== null}>
            {text.choose.review}
          </Button>
        </>
      }
    >
      <ProblemBar problem={now.problem} />
      <OpenProfile act={act} />
      <form
        id={id}
        ref={form}
        noValidate
        className={styles.questions}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (now.waiting === null) whole(act.plan);
        }}
      >
        <ProductsQuestion interview={interview} />
        <WayQuestion interview={interview} />
        {asksProxy(draft, snapshot) ? <ProxyQuestion interview={interview} /> : null}
        {draft.way === 'pac' ? <PacQuestion interview={interview} /> : null}
        {draft.way === null ? null : <OwnRoutes interview={interview} />}
        {draft.way === null || draft.way === 'pac' ? null : <WinHttpQuestion interview={interview} />}
        {asksBypass(draft) ? <BypassQuestion interview={interview} /> : null}
        {draft.way === 'static' ? <RevocationQuestion interview={interview} /> : null}
        {draft.products.mdi && legacyFound(snapshot) ? <LegacyQuestion interview={interview} /> : null}
        {asksSignIn(draft, snapshot) ? (
          <SignInQuestion interview={interview} password={{ input, missing, typed: () => setLacksPassword(false) }} />
        ) : null}
        {asksWorkspace(draft, snapshot) ? <WorkspaceQuestion interview={interview} /> : null}
        {draft.products.mdi && draft.way !== null && strongCryptoMissing(snapshot).length > 0 ? (
          <Disclosure label={text.choose.more} open={draft.strongCrypto}>
            <StrongCryptoQuestion interview={interview} />
          </Disclosure>
        ) : null}
      </form>
    </Page>
  );
}
