import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  BeakerRegular,
  CheckmarkCircleFilled,
  CircleFilled,
  CircleRegular,
  HistoryRegular,
  InfoRegular,
  QuestionCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { text } from '../text.ts';
import type { RailStep } from '../view/rail.ts';
import type { AsidePage } from '../wizard/aside.ts';
import { Button } from './Button.tsx';

const narrow = '@media (max-width: 1099.98px)';
const wide = '@media (min-width: 1100px)';

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '220px minmax(0, 1fr)',
    gridTemplateRows: 'minmax(0, 1fr)',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground2,
    [narrow]: { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto minmax(0, 1fr)' },
  },
  rail: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXL,
    overflowY: 'auto',
    padding: `28px ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    [narrow]: { display: 'none' },
  },
  top: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} 32px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    [wide]: { display: 'none' },
    '@media (max-width: 700px)': { paddingInline: '16px' },
  },
  grow: { flexGrow: 1 },
  app: { fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap: '2px' },
  step: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `7px ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    borderLeft: '3px solid transparent',
    // A contrast theme paints transparent borders; only the current step is to have one.
    '@media (forced-colors: active)': { borderLeftColor: 'Canvas' },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    borderLeftColor: tokens.colorBrandStroke1,
    '@media (forced-colors: active)': { borderLeftColor: 'Highlight' },
  },
  ahead: { color: tokens.colorNeutralForeground3 },
  icon: { display: 'inline-flex', fontSize: '18px', flexShrink: 0 },
  done: { color: tokens.colorStatusSuccessForeground1 },
  here: { color: tokens.colorBrandForeground1 },
  attention: { color: tokens.colorStatusWarningForeground3 },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  machine: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  lab: {
    display: 'flex',
    columnGap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorPaletteMarigoldBorderActive}`,
    backgroundColor: tokens.colorPaletteMarigoldBackground1,
    color: tokens.colorNeutralForeground1,
    overflowWrap: 'anywhere',
  },
  asides: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  asidesTop: { display: 'flex' },
  beaker: { flexShrink: 0, fontSize: '18px' },
  labTop: { paddingBlock: tokens.spacingVerticalXXS },
});

function StepIcon({ state }: { readonly state: RailStep['state'] }) {
  const styles = useStyles();
  switch (state) {
    case 'done':
      return <CheckmarkCircleFilled className={styles.done} />;
    case 'current':
      return <CircleFilled className={styles.here} />;
    case 'attention':
      return <WarningFilled className={styles.attention} />;
    case 'ahead':
      return <CircleRegular />;
    default:
      return state satisfies never;
  }
}

function Lab(props: { readonly scenario: string; readonly top?: boolean }) {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.lab, props.top === true && styles.labTop)} role="note">
      <BeakerRegular className={styles.beaker} aria-hidden="true" />
      <Text size={200}>
        <strong>{text.frame.lab}</strong> {text.frame.labNote(props.scenario)}
      </Text>
    </div>
  );
}

const asides = [
  { page: 'history', icon: <HistoryRegular /> },
  { page: 'help', icon: <QuestionCircleRegular /> },
  { page: 'about', icon: <InfoRegular /> },
] as const;

/** What the menu of the window has too: by icon and word, on a narrow window by icon alone with its name for others. */
function Asides(props: { readonly open: (page: AsidePage) => void; readonly top?: boolean }) {
  const styles = useStyles();
  return (
    <div className={props.top === true ? styles.asidesTop : styles.asides}>
      {asides.map(({ page, icon }) => (
        <Button
          key={page}
          size="small"
          appearance="subtle"
          icon={icon}
          onClick={() => props.open(page)}
          {...(props.top === true && { 'aria-label': text.frame.asides[page], title: text.frame.asides[page] })}
        >
          {props.top === true ? null : text.frame.asides[page]}
        </Button>
      ))}
    </div>
  );
}

/** The window: the steps and the machine beside the page; on a narrow window as a bar above it. */
export function Frame(props: {
  readonly steps: readonly RailStep[];
  readonly machine: { readonly name: string; readonly role: string | null } | null;
  readonly lab: string | null;
  readonly openAside: (page: AsidePage) => void;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const at = props.steps.findIndex((step) => step.here);
  return (
    <div className={styles.frame}>
      <nav className={styles.rail} aria-label={text.frame.steps}>
        <Text className={styles.app}>{text.appName}</Text>
        <ol className={styles.list}>
          {props.steps.map((step) => (
            <li
              key={step.name}
              className={mergeClasses(styles.step, step.state === 'ahead' && styles.ahead, step.here && styles.current)}
              aria-current={step.here ? 'step' : undefined}
            >
              <span className={styles.icon} aria-hidden="true">
                <StepIcon state={step.state} />
              </span>
              <span>
                {text.frame.names[step.name]}
                <span className={styles.hidden}> ({text.frame.state[step.state]})</span>
              </span>
            </li>
          ))}
        </ol>
        {props.machine === null ? null : (
          <div className={styles.machine}>
            <Text weight="semibold">{props.machine.name}</Text>
            <Text size={200} className={styles.quiet}>
              {props.machine.role}
            </Text>
          </div>
        )}
        <span className={styles.grow} />
        <Asides open={props.openAside} />
        {props.lab === null ? null : <Lab scenario={props.lab} />}
      </nav>
      <header className={styles.top}>
        <Text weight="semibold">
          {text.frame.stepOf(at + 1, props.steps.length)}
          {props.steps[at] === undefined ? '' : ` · ${text.frame.names[props.steps[at].name]}`}
        </Text>
        {props.machine === null ? null : <Text className={styles.quiet}>{props.machine.name}</Text>}
        <span className={styles.grow} />
        <Asides open={props.openAside} top />
        {props.lab === null ? null : <Lab scenario={props.lab} top />}
      </header>
      {props.children}
    </div>
  );
}
