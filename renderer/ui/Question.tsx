import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import type { CitationId } from '../../electron/core/plan/operation.ts';
import { text } from '../text.ts';
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
    paddingInlineStart: '20px',
    display: 'flex',
    flexDirection: 'column',
    rowGap: '4px',
    alignItems: 'flex-start',
  },
});

/** One question of the interview. "Why?" opens the reason and the page that gives it. */
export function Question(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly why?: { readonly text: string; readonly link: CitationId; readonly open: (link: CitationId) => void };
}) {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={styles.question} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {props.title}
      </h2>
      {props.children}
      {props.why === undefined ? null : (
        <Disclosure label={text.common.why}>
          <div className={styles.why}>
            <Text>{props.why.text}</Text>
            <SourceLink link={props.why.link} open={props.why.open} />
          </div>
        </Disclosure>
      )}
    </section>
  );
}
