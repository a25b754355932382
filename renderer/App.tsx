import { FluentProvider, makeStyles } from '@fluentui/react-components';
import { useEffect } from 'react';
import { AboutPage } from './asides/AboutPage.tsx';
import { Help } from './asides/Help.tsx';
import { History } from './asides/History.tsx';
import { Apply } from './steps/Apply.tsx';
import { Choose } from './steps/Choose.tsx';
import { Detect } from './steps/Detect.tsx';
import { Report } from './steps/Report.tsx';
import { Review } from './steps/Review.tsx';
import { Try } from './steps/Try.tsx';
import { Verify } from './steps/Verify.tsx';
import { text } from './text.ts';
import { useSystemTheme } from './theme.ts';
import { Beneath } from './ui/Beneath.tsx';
import { Frame } from './ui/Frame.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { announcementOf } from './view/announce.ts';
import { railOf } from './view/rail.ts';
import { type Aside, canOpenRun } from './wizard/aside.ts';
import type { Session, View } from './wizard/session.ts';
import { useWizard } from './wizard/use-wizard.ts';

const useStyles = makeStyles({ root: { height: '100%' } });

function Step({ view: { wizard, basis }, act }: { readonly view: View; readonly act: Session }) {
  switch (wizard.step) {
    case 'detect':
      return <Detect now={wizard} act={act} />;
    case 'choose':
      return <Choose now={wizard} act={act} />;
    case 'review':
      return <Review now={wizard} act={act} />;
    case 'apply':
      return <Apply now={wizard} act={act} />;
    case 'verify':
      return <Verify now={wizard} basis={basis} act={act} />;
    case 'try':
      return <Try now={wizard} basis={basis} act={act} />;
    case 'report':
      return <Report now={wizard} act={act} />;
    default:
      return wizard satisfies never;
  }
}

function Beside({ view, aside, act }: { readonly view: View; readonly aside: Aside; readonly act: Session }) {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.repeat || event.isComposing || event.defaultPrevented) return;
      // There the key empties the field first.
      const { target } = event;
      if (target instanceof HTMLInputElement && target.type === 'search' && target.value !== '') return;
      act.closeAside();
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [act]);
  switch (aside.page) {
    case 'history':
      return <History history={aside} canOpen={canOpenRun(view.wizard)} act={act} />;
    case 'about':
      return <AboutPage about={view.about} act={act} />;
    case 'help':
      return <Help help={aside} act={act} />;
    default:
      return aside satisfies never;
  }
}

/** The window: frame, the step that is on, and what is announced. */
export function App({ session }: { readonly session: Session }) {
  const styles = useStyles();
  const theme = useSystemTheme();
  const view = useWizard(session);
  const { about, wizard, aside } = view;
  const machine = 'snapshot' in wizard ? (wizard.snapshot?.machine ?? null) : null;
  const name = machine?.name ?? about?.machine ?? null;
  const lab = about?.lab ?? machine?.lab ?? null;
  useEffect(() => {
    document.title = name === null ? text.appName : text.windowTitle(name, lab !== null);
  }, [name, lab]);
  return (
    <FluentProvider theme={theme} className={styles.root}>
      <Frame
        steps={railOf(wizard)}
        machine={name === null ? null : { name, role: machine === null ? null : text.roles[machine.role] }}
        lab={lab}
        openAside={(page) => void session.openAside(page)}
      >
        <Beneath covered={aside !== null}>
          <Step view={view} act={session} />
        </Beneath>
        {aside === null ? null : <Beside view={view} aside={aside} act={session} />}
      </Frame>
      <LiveRegion message={announcementOf(wizard)} />
    </FluentProvider>
  );
}
