import { FluentProvider, makeStyles } from '@fluentui/react-components';
import { useEffect } from 'react';
import { Apply } from './steps/Apply.tsx';
import { Choose } from './steps/Choose.tsx';
import { Detect } from './steps/Detect.tsx';
import { Report } from './steps/Report.tsx';
import { Review } from './steps/Review.tsx';
import { Verify } from './steps/Verify.tsx';
import { text } from './text.ts';
import { useSystemTheme } from './theme.ts';
import { Frame } from './ui/Frame.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { announcementOf } from './view/announce.ts';
import { railOf } from './view/rail.ts';
import type { Session } from './wizard/session.ts';
import { useWizard } from './wizard/use-wizard.ts';
import type { Wizard } from './wizard/wizard.ts';

const useStyles = makeStyles({ root: { height: '100%' } });

function Step({ wizard, act }: { readonly wizard: Wizard; readonly act: Session }) {
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
      return <Verify now={wizard} act={act} />;
    case 'report':
      return <Report now={wizard} act={act} />;
    default:
      return wizard satisfies never;
  }
}

/** The window: frame, the step that is on, and what is announced. */
export function App({ session }: { readonly session: Session }) {
  const styles = useStyles();
  const theme = useSystemTheme();
  const { about, wizard } = useWizard(session);
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
      >
        <Step wizard={wizard} act={session} />
      </Frame>
      <LiveRegion message={announcementOf(wizard)} />
    </FluentProvider>
  );
}
