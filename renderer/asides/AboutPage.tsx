import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { CallOutput } from '../../electron/contract/contract.ts';
import type { About } from '../../electron/contract/first-calls.ts';
import type { Result } from '../../electron/core/plan/result.ts';
import { supportContents, supportLeftOut } from '../../electron/core/wording/support-text.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { FactStrip } from '../ui/FactStrip.tsx';
import { Page } from '../ui/Page.tsx';
import { ProblemBar } from '../ui/ProblemBar.tsx';
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
      end={<CopyButton of={text.about.versions} label={text.about.copyVersions} copy={() => act.copy(all)} />}
    >
      <FactStrip facts={facts} />
      <Section title={text.about.promises}>
        <ul>
          {text.about.promise.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
      <Support act={act} />
    </Page>
  );
}

/** What a support bundle holds, before it is written, and the way to one. */
function Support({ act }: { readonly act: Actions }) {
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<Result<CallOutput<'saveSupport'>> | null>(null);
  const save = async () => {
    setBusy(true);
    setMade(await act.saveSupport());
    setBusy(false);
  };
  return (
    <Section title={text.about.support} lead={supportLeftOut}>
      <ul>
        {Object.entries(supportContents).map(([name, says]) => (
          <li key={name}>
            {name}: {says}
          </li>
        ))}
      </ul>
      <ProblemBar problem={made?.ok === false ? made.problem : null} />
      <div>
        <Button disabled={busy} onClick={() => void save()}>
          {text.about.saveSupport}
        </Button>
      </div>
      <Text role="status">
        {made?.ok === true && made.value.saved ? text.about.supportSaved(made.value.folder) : ''}
      </Text>
    </Section>
  );
}
