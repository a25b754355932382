import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowRoutingRegular, DocumentTextRegular, RouterRegular, SearchRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { text } from '../../text.ts';
import { ChoiceCards } from '../../ui/ChoiceCards.tsx';
import { Question } from '../../ui/Question.tsx';
import { WrittenAs } from '../../ui/WrittenAs.tsx';
import { writtenForms } from '../../view/written-forms.ts';
import { proxiesInUse, type Way, ways } from '../../wizard/draft.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  input: { width: '100%', maxWidth: '420px' },
  field: { width: '100%' },
  offers: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  hint: { color: tokens.colorNeutralForeground3 },
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
    <Question
      title={text.choose.routes}
      why={{ text: text.choose.routesWhy, link: 'mde-configure-proxy', open: interview.open }}
    >
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
  const inUse = proxiesInUse(snapshot).filter((proxy) => proxy !== draft.proxy.trim());
  const forms = writtenForms(draft, snapshot);
  const wrong = interview.faults.proxy;
  const meant = wrong?.kind === 'text' ? wrong.fault.instead : null;
  return (
    <Question title={text.choose.proxy}>
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
        <div className={styles.offers}>
          <Text size={200} className={styles.hint}>
            {text.choose.inUse}
          </Text>
          {inUse.map((proxy) => (
            <Button key={proxy} size="small" onClick={() => change({ proxy })}>
              {proxy}
            </Button>
          ))}
        </div>
      )}
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
    <Question title={text.choose.pac}>
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
