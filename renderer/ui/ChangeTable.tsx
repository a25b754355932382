import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import type { CitationId, Operation } from '../../electron/core/plan/operation.ts';
import { serviceName } from '../../electron/core/wording/names.ts';
import { affectsText, operationText, reasonText, restartText } from '../../electron/core/wording/plan-text.ts';
import { text } from '../text.ts';
import { SourceLink } from './SourceLink.tsx';
import { StateMark } from './StateMark.tsx';

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  change: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  where: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  values: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 20px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'center',
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXS },
  },
  value: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    alignSelf: 'stretch',
    overflowWrap: 'anywhere',
  },
  after: {
    borderTopColor: tokens.colorBrandStroke1,
    borderRightColor: tokens.colorBrandStroke1,
    borderBottomColor: tokens.colorBrandStroke1,
    borderLeftColor: tokens.colorBrandStroke1,
  },
  label: { color: tokens.colorNeutralForeground3 },
  arrow: {
    display: 'inline-flex',
    fontSize: '20px',
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 560px)': { transform: 'rotate(90deg)', justifySelf: 'start' },
  },
  reason: { maxWidth: '100ch' },
  facts: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalL, alignItems: 'baseline' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

function Change(props: { readonly operation: Operation; readonly open: (link: CitationId) => void }) {
  const styles = useStyles();
  const { operation } = props;
  const { what, where, before, after } = operationText(operation);
  const restart = restartText(operation);
  return (
    <li className={styles.change}>
      <div>
        <Text weight="semibold">{what}</Text>
        <Text size={200} font="monospace" block className={styles.where}>
          {where}
        </Text>
      </div>
      {operation.kind === 'restart' ? null : (
        <div className={styles.values}>
          <span className={styles.value}>
            <Text size={100} className={styles.label}>
              {text.review.before}
            </Text>
            <Text>{before}</Text>
          </span>
          <span className={styles.arrow} role="img" aria-label={text.review.becomes}>
            <ArrowRightRegular />
          </span>
          <span className={`${styles.value} ${styles.after}`}>
            <Text size={100} className={styles.label}>
              {text.review.after}
            </Text>
            <Text weight="semibold">{after}</Text>
          </span>
        </div>
      )}
      <Text className={styles.reason}>{reasonText(operation.reason)}</Text>
      {restart === null ? null : (
        <StateMark tone="warn" wrap plain>
          {restart}
        </StateMark>
      )}
      <div className={styles.facts}>
        {operation.services.length === 0 ? null : (
          <Text size={200} className={styles.quiet}>
            {text.review.onlyThese}: {operation.services.map(serviceName).join(', ')}
          </Text>
        )}
        <Text size={200} className={styles.quiet}>
          {text.review.alsoAffects}: {affectsText(operation)}
        </Text>
        <SourceLink link={operation.citation} open={props.open} />
      </div>
    </li>
  );
}

/** The changes of one kind of place: name and place, before and after, the reason, who else is affected, the source. */
export function ChangeTable(props: {
  readonly title: string;
  readonly operations: readonly Operation[];
  readonly open: (link: CitationId) => void;
}) {
  const styles = useStyles();
  return (
    <div className={styles.group}>
      <h3 className={styles.title}>{props.title}</h3>
      <ol className={styles.list}>
        {props.operations.map((operation) => (
          <Change key={operation.id} operation={operation} open={props.open} />
        ))}
      </ol>
    </div>
  );
}
