import { Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowRoutingRegular, DocumentTextRegular, RouterRegular, SearchRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { proxiesSet } from '../../../electron/core/plan/proxies-set.ts';
import { capitalised, listed, proxyPlaceName } from '../../../electron/core/wording/names.ts';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceCards } from '../../ui/ChoiceCards.tsx';
import { Question } from '../../ui/Question.tsx';
import { WrittenAs } from '../../ui/WrittenAs.tsx';
import { writtenForms } from '../../view/written-forms.ts';
import { type Way, ways } from '../../wizard/draft.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  input: { width: '100%', maxWidth: '420px' },
  field: { width: '100%' },
  offers: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  hint: { color: tokens.colorNeutralForeground3 },
  taken: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    padding: 0,
    listStyleType: 'none',
  },
});

const icons: Readonly<Record<Way, ReactNode>> = {
  direct: <ArrowRoutingRegular />,
  wpad: <SearchRegular />,
  pac: <DocumentTextRegular />,
  static: <RouterRegular />,
};

/** How servers get out of this network. */
export function WayQuestion({ interview }: { readonly interview: Interview }) {
  const { draft, change } = interview;
  return (
    <Question name="routes" open={interview.open}>
      <ChoiceCards
        label={text.choose.routes}
        choices={ways.map((way) => ({
          value: way,
          title: text.choose.way[way],
          hint: text.choose.wayHint[way],
          icon: icons[way],
        }))}
        value={draft.way}
        fault={faultSentence(interview, 'way')}
        choose={(way) => change({ way })}
      />
    </Question>
  );
}

/** The proxy, typed once; live it shows what will be written for each product. */
export function ProxyQuestion({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const { draft, snapshot, change } = interview;
  const fault = faultSentence(interview, 'proxy');
  const inUse = proxiesSet(snapshot).slice(0, 6);
  const forms = writtenForms(draft, snapshot);
  const wrong = interview.faults.proxy;
  const meant = wrong?.kind === 'text' ? wrong.fault.instead : null;
  return (
    <Question name="proxy" open={interview.open}>
      <Field
        className={styles.field}
        label={text.choose.proxyLabel}
        hint={text.choose.proxyHint}
        validationState={fault === undefined ? 'none' : 'error'}
        validationMessage={fault}
      >
        <Input
          className={styles.input}
          value={draft.proxy}
          placeholder={text.choose.proxyPlaceholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ proxy: value })}
        />
      </Field>
      {meant === null ? null : (
        <div className={styles.offers}>
          <Button size="small" onClick={() => change({ proxy: meant })}>
            {`${text.choose.meant} ${meant}`}
          </Button>
        </div>
      )}
      {inUse.length === 0 ? null : (
        <div>
          <Text size={200} className={styles.hint}>
            {text.choose.inUse}
          </Text>
          <ul className={styles.taken}>
            {inUse.map(({ proxy, places }) => (
              <li key={proxy} className={styles.offers}>
                <Button
                  size="small"
                  aria-label={text.choose.take(proxy)}
                  disabled={proxy === draft.proxy.trim()}
                  onClick={() => change({ proxy })}
                >
                  {proxy}
                </Button>
                <Text size={200} className={styles.hint}>
                  {capitalised(listed(places.map(proxyPlaceName)))}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Text size={200} className={styles.hint}>
        {text.choose.proxyNeeds}
      </Text>
      {forms.length === 0 ? null : <WrittenAs forms={forms} />}
    </Question>
  );
}

/** The PAC file's address. */
export function PacQuestion({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const { draft, change } = interview;
  const fault = faultSentence(interview, 'pacUrl');
  return (
    <Question name="pac" open={interview.open}>
      <Field
        className={styles.field}
        label={text.choose.pacUrl}
        validationState={fault === undefined ? 'none' : 'error'}
        validationMessage={fault}
      >
        <Input
          className={styles.input}
          value={draft.pacUrl}
          placeholder={text.choose.pacPlaceholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ pacUrl: value })}
        />
      </Field>
    </Question>
  );
}
