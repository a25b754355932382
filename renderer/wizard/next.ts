import { fromChoose, fromDetect, fromReview } from './from-first-steps.ts';
import { fromApply, fromReport } from './from-later-steps.ts';
import { fromTry, fromVerify } from './from-tests.ts';
import type { Happened } from './happened.ts';
import type { Wizard } from './wizard.ts';

/**
 * The whole behaviour of the wizard. Pure; an event that does not fit the step (a late answer, a second click, a
 * way back after writing began) returns `now` itself.
 */
export function next(now: Wizard, happened: Happened): Wizard {
  if ('call' in happened && happened.kind !== 'asked' && now.waiting?.call !== happened.call) return now;
  switch (now.step) {
    case 'detect':
      return fromDetect(now, happened);
    case 'choose':
      return fromChoose(now, happened);
    case 'review':
      return fromReview(now, happened);
    case 'try':
      return fromTry(now, happened);
    case 'apply':
      return fromApply(now, happened);
    case 'verify':
      return fromVerify(now, happened);
    case 'report':
      return fromReport(now, happened);
    default:
      return now satisfies never;
  }
}
