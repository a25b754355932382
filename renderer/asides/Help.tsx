import { Button } from '@fluentui/react-components';
import { text } from '../text.ts';
import { Page } from '../ui/Page.tsx';
import type { Actions } from '../wizard/session.ts';

/** Offline help. */
export function Help({ act }: { readonly act: Actions }) {
  return (
    <Page
      heading={text.help.heading}
      lead={text.help.lead}
      start={<Button onClick={() => act.closeAside()}>{text.frame.close}</Button>}
    >
      {null}
    </Page>
  );
}
