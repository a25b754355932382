import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import type { CitationId } from '../../electron/core/plan/operation.ts';
import { text } from '../text.ts';
import { type QuestionName, type Reason, reasons } from '../view/reasons.ts';
import { Disclosure } from './Disclosure.tsx';
import { SourceLink } from './SourceLink.tsx';

const useStyles = makeStyles({
  question: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalS,
    minWidth: 0,
    margin: 0,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  why: {
    maxWidth: '72ch',
    margin: 0,
    padding: 0,
    paddingInlineStart: '20px',
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
  },
  reason: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: '2px' },
});

/** One question of the interview. "Why?" opens what there is to know about it, each with the page that says so. */
export function Question(props: {
  readonly name: QuestionName;
  readonly children: ReactNode;
  readonly open: (link: CitationId) => void;
}) {
  const styles = useStyles();
  const id = useId();
  const title = text.choose[props.name];
  const why: readonly Reason[] = reasons[props.name];
  return (
    <section className={styles.question} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {props.children}
      <Disclosure label={text.common.why} of={title}>
        <ul className={styles.why}>
          {why.map((reason, at) => (
            <li key={reason.text} className={styles.reason}>
              <Text>{reason.text}</Text>
              {why[at + 1]?.link === reason.link ? null : <SourceLink link={reason.link} open={props.open} />}
            </li>
          ))}
        </ul>
      </Disclosure>
    </section>
  );
}
