import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { HttpAnswer, Observation } from '../../electron/core/connectivity/observation.ts';
import type { ProbeResult } from '../../electron/core/plan/verification.ts';
import { routeText, serviceName } from '../../electron/core/wording/names.ts';
import { verdictText } from '../../electron/core/wording/verdict-text.ts';
import { text } from '../text.ts';
import { routeOf, type StageName, stageNames } from '../view/hops.ts';
import { ChainTree } from './ChainTree.tsx';
import { Disclosure } from './Disclosure.tsx';
import { RouteLine } from './RouteLine.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalL,
  },
  what: { minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  sentence: { maxWidth: '80ch', overflowWrap: 'anywhere' },
  picture: { paddingBlock: tokens.spacingVerticalS },
  stages: { borderSpacing: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase300 },
  th: {
    textAlign: 'start',
    verticalAlign: 'top',
    fontWeight: tokens.fontWeightSemibold,
    padding: `1px ${tokens.spacingHorizontalL} 1px 0`,
    whiteSpace: 'nowrap',
  },
  td: { verticalAlign: 'top', padding: `1px ${tokens.spacingHorizontalL} 1px 0`, overflowWrap: 'anywhere' },
});

const answerText = (answer: HttpAnswer): string => `${answer.status} ${answer.reason}`.trim();

/** What a stage has to show: addresses, protocol, the answer, or the failure's code. */
function evidence(observation: Observation, name: StageName): string {
  const stage = observation[name];
  if (stage.state === 'skipped') return '';
  if (stage.state === 'failed') return [stage.code, stage.detail].filter((part) => part !== '').join(': ');
  if ('addresses' in stage) return stage.addresses.join(', ');
  if ('address' in stage) return `${stage.address}:${stage.port}`;
  if ('cipher' in stage) return `${stage.protocol}, ${stage.cipher}`;
  if ('protocol' in stage) return stage.protocol;
  return answerText(stage.answer);
}

function Stages({ observation }: { readonly observation: Observation }) {
  const styles = useStyles();
  return (
    <table className={styles.stages}>
      <tbody>
        {stageNames
          .filter((name) => observation[name].state !== 'skipped')
          .map((name) => {
            const stage = observation[name];
            return (
              <tr key={name}>
                <th scope="row" className={styles.th}>
                  {text.verify.stages[name]}
                </th>
                <td className={styles.td}>{text.verify.stage[stage.state]}</td>
                <td className={styles.td}>{stage.state === 'skipped' ? '' : text.common.milliseconds(stage.ms)}</td>
                <td className={styles.td}>{evidence(observation, name)}</td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}

/** One test: the service and the endpoint, its result in words, the way it took, and its evidence. */
export function ProbeRow({ probe }: { readonly probe: ProbeResult }) {
  const styles = useStyles();
  const { observation, verdict } = probe;
  const route = routeOf(probe);
  const { sentence, action } = verdictText(verdict);
  const status = observation?.http.state === 'done' ? answerText(observation.http.answer) : null;
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <span className={styles.what}>
          <Text weight="semibold" block>
            {serviceName(probe.service)}
          </Text>
          <Text size={200} block className={styles.quiet}>
            {[
              observation === null ? null : `${observation.target.host}:${observation.target.port}`,
              routeText(probe.route),
              status,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
        </span>
        <VerdictBadge grade={verdict.grade} />
      </div>
      {route === null ? null : (
        <div className={styles.picture}>
          <RouteLine route={route} />
        </div>
      )}
      <Text className={styles.sentence}>{sentence}</Text>
      {verdict.grade === 'works' ? null : <Text className={styles.sentence}>{action}</Text>}
      {observation === null ? null : (
        <>
          <Disclosure label={text.verify.details}>
            <Stages observation={observation} />
          </Disclosure>
          {observation.presented.length === 0 ? null : (
            <Disclosure label={text.verify.chain} open={verdict.grade !== 'works' && verdict.grade !== 'not-tested'}>
              <ChainTree observation={observation} />
            </Disclosure>
          )}
        </>
      )}
    </li>
  );
}
