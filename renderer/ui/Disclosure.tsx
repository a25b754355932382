import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';

const useStyles = makeStyles({
  button: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    padding: `2px ${tokens.spacingHorizontalXS} 2px 0`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorBrandForegroundLink,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  title: { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  heading: { margin: 0, fontWeight: 'inherit' },
  icon: { display: 'inline-flex', flexShrink: 0, fontSize: '16px' },
  panel: { paddingTop: tokens.spacingVerticalXS },
  closed: { display: 'none' },
});

/** One line that opens what is behind it. */
export function Disclosure(props: {
  readonly label: string;
  /** What the line is about, for those who meet it alone, where several of a page read the same. */
  readonly of?: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  /** The line is a heading of this level. */
  readonly level?: 3;
}) {
  const styles = useStyles();
  const [open, setOpen] = useState(props.open === true);
  const id = useId();
  const line = (
    <button
      type="button"
      className={mergeClasses(styles.button, props.level !== undefined && styles.title)}
      aria-expanded={open}
      aria-label={props.of === undefined ? undefined : `${props.label} ${props.of}`}
      aria-controls={id}
      onClick={() => setOpen(!open)}
    >
      <span className={styles.icon} aria-hidden="true">
        {open ? <ChevronDownRegular /> : <ChevronRightRegular />}
      </span>
      {props.label}
    </button>
  );
  return (
    <div>
      {props.level === undefined ? line : <h3 className={styles.heading}>{line}</h3>}
      <div id={id} className={mergeClasses(styles.panel, !open && styles.closed)}>
        {open ? props.children : null}
      </div>
    </div>
  );
}
