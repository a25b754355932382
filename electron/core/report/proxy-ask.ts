import type { Verdict, VerdictKind } from '../connectivity/verdict.ts';

/** What whoever runs the proxy or the firewall can do about a result. */
type Ask = 'allow' | 'exempt' | 'reach-proxy';

/** The others are nothing of theirs, or it is not known whose they are. */
const asks: Readonly<Partial<Record<VerdictKind, Ask>>> = {
  'unknown-root': 'exempt',
  inspection: 'exempt',
  'tcp-refused': 'allow',
  'tcp-timeout': 'allow',
  reset: 'allow',
  'proxy-auth': 'allow',
  'proxy-denied': 'allow',
  'proxy-unauthorised': 'allow',
  'proxy-upstream': 'allow',
  'proxy-unavailable': 'allow',
  'proxy-no-connect': 'allow',
  'host-name': 'allow',
  portal: 'allow',
  'redirect-loop': 'allow',
  'block-page': 'allow',
  'http-failed': 'allow',
  timeout: 'allow',
};

/** What is to be asked because of a result; null where it works, or is nothing of theirs. */
export function askOf({ kind, grade, facts }: Verdict): Ask | null {
  if (grade !== 'fails' && grade !== 'differs') return null;
  if ((kind === 'tcp-refused' || kind === 'tcp-timeout') && facts.proxy !== undefined) return 'reach-proxy';
  return asks[kind] ?? null;
}
