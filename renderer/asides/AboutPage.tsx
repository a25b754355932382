import { Button } from '@fluentui/react-components';
import type { About } from '../../electron/contract/contract.ts';
import { text } from '../text.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { FactStrip } from '../ui/FactStrip.tsx';
import { Page } from '../ui/Page.tsx';
import { Section } from '../ui/Section.tsx';
import type { Actions } from '../wizard/session.ts';

/** Which version runs on what: what somebody is asked for first when something does not work. */
export function AboutPage({ about, act }: { readonly about: About | null; readonly act: Actions }) {
  const facts =
    about === null
      ? []
      : [
          { label: text.about.version, value: about.toolVersion },
          { label: 'Electron', value: about.electron },
          { label: 'Chromium', value: about.chromium },
          { label: 'Node.js', value: about.node },
        ];
  const all = [text.appName, ...facts.map(({ label, value }) => `${label} ${value}`)].join('\n');
  return (
    <Page
      heading={text.about.heading}
      lead={text.about.lead}
      start={<Button onClick={() => act.closeAside()}>{text.frame.close}</Button>}
      end={<CopyButton of={text.about.heading} copy={() => act.copy(all)} />}
    >
      <FactStrip facts={facts} />
      <Section title={text.about.promises}>
        <ul>
          {text.about.promise.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}
