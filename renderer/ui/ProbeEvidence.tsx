import { makeStyles, tokens } from '@fluentui/react-components';
import type { HttpAnswer, Observation } from '../../electron/core/connectivity/observation.ts';
import { text } from '../text.ts';
import { isCancelled, type StageName, stageNames } from '../view/hops.ts';

const useStyles = makeStyles({
  stages: { borderSpacing: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase300 },
  th: {
    textAlign: 'start',
    verticalAlign: 'top',
    fontWeight: tokens.fontWeightSemibold,
    padding: `1px ${tokens.spacingHorizontalL} 1px 0`,
    whiteSpace: 'nowrap',
  },
  td: {
    verticalAlign: 'top',
    padding: `1px ${tokens.spacingHorizontalL} 1px 0`,
    overflowWrap: 'anywhere',
  },
  bad: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightSemibold },
});

/** Status and reason of an answer, as the peer wrote them. */
export const answerText = (answer: HttpAnswer): string => `${answer.status} ${answer.reason}`.trim();

/** What a stage has to show: addresses, protocol, the answer, or the failure's code. */
function shown(observation: Observation, name: StageName): string {
  const stage = observation[name];
  if (stage.state === 'skipped') return '';
  if (isCancelled(stage)) return '';
  if (stage.state === 'failed') return [stage.code, stage.detail].filter((part) => part !== '').join(': ');
  if ('addresses' in stage) return stage.addresses.join(', ');
  if ('address' in stage) return `${stage.address}:${stage.port}`;
  if ('cipher' in stage) return `${stage.protocol}, ${stage.cipher}`;
  if ('protocol' in stage) return stage.protocol;
  return answerText(stage.answer);
}

/** The stages of one test with their times and what was seen; those that were not needed are left out. */
export function ProbeEvidence({ observation }: { readonly observation: Observation }) {
  const styles = useStyles();
  return (
    <table className={styles.stages}>
      <tbody>
        {stageNames.map((name) => {
          const stage = observation[name];
          const cancelled = isCancelled(stage);
          return stage.state === 'skipped' ? null : (
            <tr key={name}>
              <th scope="row" className={styles.th}>
                {text.verify.stages[name]}
              </th>
              <td className={stage.state === 'failed' && !cancelled ? `${styles.td} ${styles.bad}` : styles.td}>
                {cancelled ? text.verify.stage.cancelled : text.verify.stage[stage.state]}
              </td>
              <td className={styles.td}>{text.common.milliseconds(stage.ms)}</td>
              <td className={styles.td}>{shown(observation, name)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
