import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Finding, Severity } from '../../electron/core/effective/finding.ts';
import { findingText } from '../../electron/core/wording/finding-text.ts';
import { valueLocation } from '../../electron/core/wording/names.ts';
import { text } from '../text.ts';
import { CommandBox } from './CommandBox.tsx';
import { Disclosure } from './Disclosure.tsx';
import { StateMark, type Tone } from './StateMark.tsx';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: '104px minmax(0, 1fr)',
    alignItems: 'start',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  body: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  action: { color: tokens.colorNeutralForeground2 },
  places: {
    margin: 0,
    paddingInlineStart: '20px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const tones = { error: 'bad', warning: 'warn', info: 'info', unknown: 'unknown' } as const satisfies Record<
  Severity,
  Tone
>;

interface Props {
  readonly findings: readonly Finding[];
  readonly copy: (value: string) => Promise<boolean>;
}

/** What was noticed. Questions that stay open for one and the same reason are folded into one line. */
export function FindingList({ findings, copy }: Props) {
  const styles = useStyles();
  if (findings.length === 0) return <Text className={styles.quiet}>{text.detect.noFindings}</Text>;
  const open = findings.filter(({ severity }) => severity === 'unknown');
  if (open.length < 3) return <Findings findings={findings} copy={copy} />;
  const decided = findings.filter(({ severity }) => severity !== 'unknown');
  return (
    <>
      {decided.length === 0 ? null : <Findings findings={decided} copy={copy} />}
      <Disclosure label={text.detect.undecided(open.length)}>
        <Findings findings={open} copy={copy} />
      </Disclosure>
    </>
  );
}

/** Each with what to do about it and the places that it comes from. */
function Findings({ findings, copy }: Props) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {findings.map((finding, index) => {
        const { title, meaning, action, commands } = findingText(finding);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule can speak more than once and the list never reorders
          <li key={`${finding.rule} ${index}`} className={styles.row}>
            <StateMark tone={tones[finding.severity]}>{text.severity[finding.severity]}</StateMark>
            <div className={styles.body}>
              <Text weight="semibold">{title}</Text>
              {meaning === '' ? null : <Text>{meaning}</Text>}
              {action === '' ? null : <Text className={styles.action}>{action}</Text>}
              {commands === undefined ? null : <CommandBox of={title} commands={commands} copy={copy} />}
              {finding.values.length === 0 ? null : (
                <Disclosure label={text.detect.places(finding.rule)}>
                  <ul className={styles.places}>
                    {finding.values.map((value) => (
                      <li key={value}>{valueLocation(value)}</li>
                    ))}
                  </ul>
                </Disclosure>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
