import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import { gradeWord } from '../../electron/core/wording/verdict-text.ts';
import { StateMark, type Tone } from './StateMark.tsx';

const tones = {
  works: 'good',
  differs: 'warn',
  fails: 'bad',
  'not-tested': 'quiet',
} as const satisfies Record<Grade, Tone>;

/** One of the four results: works, works differently, fails, not tested. */
export function VerdictBadge(props: {
  readonly grade: Grade;
  /** Of a way that nobody takes: only the icon has the colour. */
  readonly aside?: boolean;
  /** In a narrow place: two words go under each other. */
  readonly wrap?: boolean;
}) {
  return (
    <StateMark tone={tones[props.grade]} plain={props.aside === true} wrap={props.wrap === true}>
      {gradeWord(props.grade)}
    </StateMark>
  );
}
