import { ok, type Result } from '../../core/plan/problem.ts';
import { shipped, shippedText } from '../../verify/shipped-catalogue.ts';
import type { Answer } from '../surroundings.ts';

/** Prints the shipped catalogue as it is: what an own one begins with. */
export function endpointsCommand(): Result<Answer> {
  const { catalogue } = shipped();
  return ok({ exit: 0, value: catalogue, lines: shippedText.replace(/\n$/, '').split('\n') });
}
