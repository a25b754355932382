import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CloudRegular, DismissCircleFilled, EyeRegular, RouterRegular, ServerRegular } from '@fluentui/react-icons';
import { Fragment, type ReactNode } from 'react';
import { text } from '../text.ts';
import type { RouteLeg, RouteNode, RouteView } from '../view/hops.ts';

const narrow = '@media (max-width: 640px)';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'flex-start',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    [narrow]: { flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  },
  node: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    maxWidth: '256px',
    minWidth: '72px',
    textAlign: 'center',
    [narrow]: { flexDirection: 'row', columnGap: tokens.spacingHorizontalS, maxWidth: '100%', textAlign: 'start' },
  },
  icon: {
    display: 'inline-flex',
    padding: '9px',
    fontSize: '20px',
    borderRadius: '50%',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground2,
    marginBottom: tokens.spacingVerticalXXS,
  },
  brokenIcon: {
    color: tokens.colorStatusDangerForeground1,
    borderTopColor: tokens.colorStatusDangerBorder2,
    borderRightColor: tokens.colorStatusDangerBorder2,
    borderBottomColor: tokens.colorStatusDangerBorder2,
    borderLeftColor: tokens.colorStatusDangerBorder2,
  },
  centred: { textAlign: 'inherit' },
  name: { textAlign: 'inherit', overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
  leg: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    flexGrow: 1,
    minWidth: '72px',
    paddingTop: '19px',
    [narrow]: { flexDirection: 'row', paddingTop: 0, paddingInlineStart: '19px', columnGap: tokens.spacingHorizontalM },
  },
  stroke: {
    width: '100%',
    borderTop: `2px solid ${tokens.colorStatusSuccessBorder2}`,
    [narrow]: {
      width: 0,
      height: '24px',
      borderTop: 'none',
      borderLeft: `2px solid ${tokens.colorStatusSuccessBorder2}`,
    },
  },
  brokenStroke: {
    borderTopStyle: 'dashed',
    borderTopColor: tokens.colorStatusDangerBorder2,
    [narrow]: { borderLeftStyle: 'dashed', borderLeftColor: tokens.colorStatusDangerBorder2 },
  },
  quietStroke: {
    borderTopStyle: 'dotted',
    borderTopColor: tokens.colorNeutralStroke1,
    [narrow]: { borderLeftStyle: 'dotted', borderLeftColor: tokens.colorNeutralStroke1 },
  },
  word: { display: 'inline-flex', alignItems: 'center', columnGap: '3px', color: tokens.colorNeutralForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightSemibold },
});

const icons: Readonly<Record<RouteNode['kind'], ReactNode>> = {
  server: <ServerRegular />,
  proxy: <RouterRegular />,
  inspection: <EyeRegular />,
  origin: <CloudRegular />,
};

const labels = {
  server: text.verify.server,
  proxy: text.verify.proxy,
  inspection: text.verify.inspection,
  origin: text.verify.origin,
} as const satisfies Record<RouteNode['kind'], string>;

function Broken() {
  const styles = useStyles();
  return (
    <Text size={200} className={mergeClasses(styles.word, styles.bad)}>
      <DismissCircleFilled aria-hidden="true" />
      {text.verify.broken}
    </Text>
  );
}

function Node({ node }: { readonly node: RouteNode }) {
  const styles = useStyles();
  return (
    <li className={styles.node}>
      <span className={mergeClasses(styles.icon, node.broken && styles.brokenIcon)} aria-hidden="true">
        {icons[node.kind]}
      </span>
      <span>
        <Text size={200} weight="semibold" block className={styles.centred}>
          {labels[node.kind]}
        </Text>
        {node.name === '' ? null : (
          <Text size={200} block className={styles.name}>
            {node.name}
          </Text>
        )}
        {node.broken ? <Broken /> : null}
      </span>
    </li>
  );
}

function timeOf({ state, ms }: RouteLeg): string {
  if (ms === null) return text.verify.unmeasured[state];
  const time = text.common.milliseconds(ms);
  return state === 'cancelled' ? text.verify.cancelledAfter(time) : time;
}

function Leg({ leg }: { readonly leg: RouteLeg }) {
  const styles = useStyles();
  return (
    <li className={styles.leg}>
      <span
        className={mergeClasses(
          styles.stroke,
          leg.state === 'broken' && styles.brokenStroke,
          (leg.state === 'not-reached' || leg.state === 'cancelled') && styles.quietStroke,
        )}
        aria-hidden="true"
      />
      {leg.state === 'broken' ? <Broken /> : null}
      <Text size={200} className={styles.word}>
        {timeOf(leg)}
      </Text>
    </li>
  );
}

/** A connection as a picture: this server, the proxy, the service, each leg with its time, the broken one named. */
export function RouteLine({ route }: { readonly route: RouteView }) {
  const styles = useStyles();
  return (
    <ol className={styles.line} aria-label={text.verify.path}>
      {route.nodes.map((node, index) => {
        const leg = route.legs[index];
        return (
          <Fragment key={node.kind}>
            <Node node={node} />
            {leg === undefined ? null : <Leg leg={leg} />}
          </Fragment>
        );
      })}
    </ol>
  );
}
