import type { Intent } from './intent.ts';
import type { Plan } from './plan.ts';

/**
 * What of a profile can be compared without anybody's password: a sign-in that would be sealed is one that would be
 * asked for.
 */
export function comparable(profile: Intent): Intent {
  const { mdi } = profile;
  if (mdi?.signIn?.kind !== 'sealed') return profile;
  return { ...profile, mdi: { ...mdi, signIn: { kind: 'ask', user: mdi.signIn.user } } };
}

/** Whether a server is as a profile wants it: the plan that was made of it would change nothing, and could be applied. */
export const matchesProfile = ({ operations, blockers, manual }: Plan): boolean =>
  operations.length + blockers.length + manual.length === 0;
