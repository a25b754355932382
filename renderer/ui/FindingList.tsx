import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Finding, Severity } from '../../electron/core/effective/finding.ts';
import type { CitationId } from '../../electron/core/plan/operation.ts';
import { findingText, nothingNoticed } from '../../electron/core/wording/finding-text.ts';
import { valueLocation } from '../../electron/core/wording/names.ts';
import { ruleCitation } from '../../electron/core/wording/rule-citations.ts';
import { text } from '../text.ts';
import { CommandBox } from './CommandBox.tsx';
import { Disclosure } from './Disclosure.tsx';
import { SourceLink } from './SourceLink.tsx';
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
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
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
  rule: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const tones = { error: 'bad', warning: 'warn', info: 'info', unknown: 'unknown' } as const satisfies Record<
  Severity,
  Tone
>;

interface Props {
  readonly findings: readonly Finding[];
  readonly copy: (value: string) => Promise<boolean>;
  /** Opens the page that a rule rests on; left out where rules are not explained. */
  readonly open?: (link: CitationId) => void;
  /** Names the list, so that something else on the page can lead to one of its findings. */
  readonly id?: string;
}

const idOf = (list: string | undefined, at: number) => (list === undefined ? undefined : `${list}-${at}`);

/** Leads to a finding of a list by its number. */
export function showFinding(list: string, at: number): void {
  const found = document.getElementById(`${list}-${at}`);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: 'center' });
}

/** What was noticed. Questions that stay open for one and the same reason are folded into one line. */
export function FindingList(props: Props) {
  const { findings } = props;
  const styles = useStyles();
  if (findings.length === 0) return <Text className={styles.quiet}>{nothingNoticed}</Text>;
  const open = findings.filter(({ severity }) => severity === 'unknown');
  if (open.length < 3) return <Findings {...props} />;
  const decided = findings.filter(({ severity }) => severity !== 'unknown');
  return (
    <>
      {decided.length === 0 ? null : <Findings {...props} findings={decided} />}
      <Disclosure label={text.detect.undecided(open.length)}>
        <Findings findings={open} copy={props.copy} />
      </Disclosure>
    </>
  );
}

/** Each with what to do about it and the places that it comes from. */
function Findings({ findings, copy, open, id }: Props) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {findings.map((finding, index) => {
        const { title, meaning, action, commands } = findingText(finding);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule can speak more than once and the list never reorders
          <li key={`${finding.rule} ${index}`} id={idOf(id, index)} tabIndex={-1} className={styles.row}>
            <StateMark tone={tones[finding.severity]}>{text.severity[finding.severity]}</StateMark>
            <div className={styles.body}>
              <Text weight="semibold">{title}</Text>
              {meaning === '' ? null : <Text>{meaning}</Text>}
              {action === '' ? null : <Text className={styles.action}>{action}</Text>}
              {commands === undefined ? null : <CommandBox of={title} commands={commands} copy={copy} />}
              {open === undefined ? null : (
                <span className={styles.rule}>
                  <Text size={200} className={styles.quiet}>
                    {text.detect.rule(finding.rule)}
                  </Text>
                  <SourceLink link={ruleCitation(finding.rule)} open={open} />
                </span>
              )}
              {finding.values.length === 0 ? null : (
                <Disclosure label={text.detect.places}>
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
