import { authSchemes } from '../core/connectivity/http-answer.ts';
import type { HttpAnswer, Observation } from '../core/connectivity/observation.ts';
import { plainText } from './plain-text.ts';

/**
 * A sign-in to a proxy by the Basic scheme (RFC 7617), as an admin typed it for one test. SECURITY: it lives in memory
 * for the length of the test only; it is never part of a request that is kept, an observation or a log.
 */
export interface BasicSignIn {
  readonly user: string;
  readonly password: string;
}

/** Most characters of either part; together they have to fit into one header line that proxies take. */
const longestPart = 1024;

/**
 * Why a sign-in cannot be written as Basic; null: it can. SECURITY: a control character would end the header line, and
 * the first colon ends the user's name.
 */
export function basicFault({ user, password }: BasicSignIn): 'user' | 'password' | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const unwritable = /[\u0000-\u001f\u007f]/;
  if (user === '' || user.length > longestPart || user.includes(':') || unwritable.test(user)) return 'user';
  return password.length > longestPart || unwritable.test(password) ? 'password' : null;
}

/** What stands behind `Proxy-Authorization: Basic`; UTF-8, as RFC 7617 section 2.1 has it. */
export function basicToken({ user, password }: BasicSignIn): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}

/** Whether a refusal may be answered by Basic. A sign-in goes to nobody who did not ask for one in this way. */
export function asksForBasic(answer: HttpAnswer): boolean {
  return answer.status === 407 && authSchemes(answer).some((scheme) => scheme.toLowerCase() === 'basic');
}

/** The same stages without the sign-in, wherever a peer has sent it back: an error page, a header, a bad line. */
export function withoutSignIn<S extends Pick<Observation, 'connect' | 'http'>>(stages: S, signIn: BasicSignIn): S {
  const { user, password } = signIn;
  const secrets = [basicToken(signIn), `${user}:${password}`, password]
    .flatMap((text) => [text, encodeURIComponent(text), text.replace(/&/g, '&amp;').replace(/</g, '&lt;')])
    .map((text) => plainText(text, text.length))
    .filter((text) => text !== '');
  const masked = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text);
  const maskedStage = <T extends Observation['http']>(stage: T): T => {
    if (stage.state === 'failed') return { ...stage, detail: masked(stage.detail) };
    if (stage.state !== 'done') return stage;
    const { answer } = stage;
    const headers = answer.headers.map(([name, value]) => [masked(name), masked(value)] as const);
    return { ...stage, answer: { ...answer, reason: masked(answer.reason), headers, body: masked(answer.body) } };
  };
  return { ...stages, connect: maskedStage(stages.connect), http: maskedStage(stages.http) };
}
