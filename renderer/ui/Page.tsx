import { makeStyles, mergeClasses, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useKeptFocus } from './use-kept-focus.ts';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', minHeight: 0, minWidth: 0, height: '100%' },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden', scrollbarGutter: 'stable' },
  column: {
    boxSizing: 'border-box',
    maxWidth: '944px',
    paddingInline: '32px',
    '@media (max-width: 700px)': { paddingInline: '16px' },
  },
  content: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXL,
    paddingTop: '24px',
    paddingBottom: '32px',
    '@media (max-height: 600px)': { paddingTop: '16px' },
  },
  fill: { minHeight: '100%' },
  head: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  heading: { ...typographyStyles.title2, margin: 0, outlineStyle: 'none' },
  lead: { color: tokens.colorNeutralForeground2, maxWidth: '72ch', marginBlock: 0 },
  footer: {
    flexShrink: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    paddingBlock: tokens.spacingVerticalM,
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    // As high as a button, so that the bar does not jump while there is none.
    minHeight: '32px',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
  },
  side: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
});

/** One page of the wizard: heading, one sentence, content that scrolls alone, and the bar of actions. */
export function Page(props: {
  readonly heading: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
  /** Left in the bar: the way back, and progress. */
  readonly start?: ReactNode;
  /** Right in the bar: the one primary action and what stands beside it. */
  readonly end?: ReactNode;
  /** The content is as high as the window at least, for a part that grows. */
  readonly fill?: boolean;
}) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const scroll = useRef<HTMLElement>(null);
  const page = useRef<HTMLElement>(null);
  useKeptFocus(page, heading);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new heading is a new page, and the focus goes there.
  useLayoutEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
    // A page that opens with a problem has put the focus on it already; it stands right below the heading.
    if (document.activeElement?.matches('[data-problem]') !== true) heading.current?.focus({ preventScroll: true });
  }, [props.heading]);
  return (
    <main className={styles.page} ref={page}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by the keyboard */}
      <section className={styles.scroll} ref={scroll} tabIndex={0} aria-label={props.heading}>
        <div className={mergeClasses(styles.column, styles.content, props.fill === true && styles.fill)}>
          <header className={styles.head}>
            <h1 ref={heading} tabIndex={-1} className={styles.heading}>
              {props.heading}
            </h1>
            <Text as="p" block className={styles.lead}>
              {props.lead}
            </Text>
          </header>
          {props.children}
        </div>
      </section>
      <footer className={styles.footer}>
        <div className={mergeClasses(styles.column, styles.bar)}>
          <div className={styles.side}>{props.start}</div>
          <div className={styles.side}>{props.end}</div>
        </div>
      </footer>
    </main>
  );
}
