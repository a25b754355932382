import type { HttpAnswer } from '../core/connectivity/observation.ts';
import { type Broken, broken, type Settled, settled } from './attempt.ts';
import { chunkedBody } from './chunked-body.ts';
import { plainText } from './plain-text.ts';

/** Largest head (status line and headers) that is read, in bytes; interim answers count in. */
export const headLimit = 64 * 1024;

/** First bytes of a body that are kept; reading ends there. */
export const bodyLimit = 4096;

const mostHeaders = 64;

export interface Parsed {
  readonly answer: HttpAnswer;
  /** What came behind the head of an opened tunnel; empty for any other answer. */
  readonly rest: Buffer;
}

/** Reads one HTTP/1 answer piece by piece. Both calls return null as long as more is needed. */
export interface AnswerParser {
  push(chunk: Buffer): Settled<Parsed> | null;
  /** The peer ended; what was open until its end is whole now. */
  end(): Settled<Parsed>;
  /** The answer as far as it came, once its head is whole. */
  soFar(): HttpAnswer | null;
}

/**
 * A small strict reader of answers (RFC 9112): caps everything, decodes chunks, decompresses nothing. `tunnel`: the
 * answer to a CONNECT, where a 2xx has no body.
 */
export function answerParser(tunnel: boolean): AnswerParser {
  let head: Buffer = Buffer.alloc(0);
  let read = 0;
  let body: Body | null = null;

  const finish = (open: Body) => settled({ answer: answerOf(open), rest: Buffer.alloc(0) });

  const push = (chunk: Buffer): Settled<Parsed> | null => {
    if (body !== null) return body.more(chunk) ?? (body.whole() ? finish(body) : null);
    head = Buffer.concat([head, chunk]);
    read += chunk.length;
    for (;;) {
      const wrong = notHttp(head);
      if (wrong !== null) return wrong;
      const end = headEnd(head);
      if (end === null)
        return read > headLimit ? broken('HEADER_TOO_LARGE', `more than ${headLimit} bytes of headers`) : null;
      const parsed = parseHead(head.subarray(0, end.text).toString('latin1'));
      if (!parsed.ok) return parsed;
      const rest = head.subarray(end.next);
      const { status } = parsed.value;
      if (status < 200 && status !== 101) {
        head = rest;
        if (read > headLimit) return broken('HEADER_TOO_LARGE', `more than ${headLimit} bytes of interim answers`);
        continue;
      }
      head = Buffer.alloc(0);
      if (tunnel && status >= 200 && status < 300)
        return settled({ answer: { ...shown(parsed.value), body: bodyText(rest) }, rest });
      const framed = frame(parsed.value);
      if (!framed.ok) return framed;
      body = framed.value;
      return push(rest);
    }
  };

  return {
    push,
    end() {
      if (body === null)
        return broken(
          'CLOSED',
          head.length === 0 ? 'the peer ended before any answer' : 'the peer ended in the headers',
        );
      return body.wholeAtEnd() ? finish(body) : broken('BODY_CUT', `the peer ended in the body of ${statusOf(body)}`);
    },
    soFar: () => (body === null ? null : answerOf(body)),
  };
}

interface Head {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** A body on its way; `more` returns what is wrong with it. */
interface Body {
  readonly head: Head;
  more(chunk: Buffer): Broken | null;
  whole(): boolean;
  wholeAtEnd(): boolean;
  kept(): Buffer;
}

const statusOf = ({ head }: Body) => `status ${head.status}`;

function notHttp(head: Buffer): Broken | null {
  const start = 'HTTP/'.slice(0, head.length);
  if (head.subarray(0, start.length).toString('latin1') === start) return null;
  return broken('NOT_HTTP', `first bytes ${head.subarray(0, 16).toString('hex')}`);
}

/** A line may end in a line feed alone (RFC 9112 section 2.2). */
function headEnd(head: Buffer): { readonly text: number; readonly next: number } | null {
  const long = head.indexOf('\r\n\r\n');
  const short = head.indexOf('\n\n');
  if (long >= 0 && (short < 0 || long < short)) return { text: long, next: long + 4 };
  return short >= 0 ? { text: short, next: short + 2 } : null;
}

function parseHead(text: string): Settled<Head> {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const start = /^HTTP\/1\.[01] ([1-9]\d\d)(?: (.*))?$/.exec(first);
  if (start === null) return broken('BAD_STATUS_LINE', plainText(first, 200));
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const field = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (field?.[1] === undefined || line.includes('\r') || line.includes('\0'))
      return broken('BAD_HEADER', plainText(line, 200));
    headers.push([field[1].toLowerCase(), field[2] ?? '']);
  }
  return settled({ status: Number(start[1]), reason: start[2] ?? '', headers });
}

/** How long the body is (RFC 9112 section 6.3). */
function frame(head: Head): Settled<Body> {
  const values = (name: string) => head.headers.filter(([key]) => key === name).map(([, value]) => value);
  const codings = values('transfer-encoding').join(',').toLowerCase();
  if (head.status === 204 || head.status === 304 || head.status === 101) return settled(sizedBody(head, 0));
  if (/(?:^|,)\s*chunked\s*$/.test(codings)) {
    const chunks = chunkedBody(bodyLimit);
    return settled({ head, ...chunks, wholeAtEnd: chunks.whole });
  }
  if (codings !== '') return settled(openBody(head));
  const lengths = new Set(values('content-length').flatMap((value) => value.split(/\s*,\s*/)));
  if (lengths.size === 0) return settled(openBody(head));
  const length = [...lengths][0] ?? '';
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) return broken('BAD_HEADER', 'content-length');
  return settled(sizedBody(head, Number(length)));
}

function sizedBody(head: Head, length: number): Body {
  const open = openBody(head);
  const wanted = Math.min(length, bodyLimit);
  const whole = () => open.kept().length >= wanted;
  return { ...open, whole, wholeAtEnd: whole, kept: () => open.kept().subarray(0, length) };
}

function openBody(head: Head): Body {
  let kept: Buffer = Buffer.alloc(0);
  return {
    head,
    more(chunk) {
      kept = Buffer.concat([kept, chunk.subarray(0, bodyLimit - kept.length)]);
      return null;
    },
    whole: () => kept.length >= bodyLimit,
    wholeAtEnd: () => true,
    kept: () => kept,
  };
}

function answerOf(body: Body): HttpAnswer {
  return { ...shown(body.head), body: bodyText(body.kept()) };
}

/** Line ends as line feeds: the carriage return of an ordinary one is no control character to be shown. */
const bodyText = (bytes: Buffer) =>
  plainText(bytes.subarray(0, bodyLimit).toString('utf8').replace(/\r\n/g, '\n'), bodyLimit);

function shown({ status, reason, headers }: Head): Omit<HttpAnswer, 'body'> {
  return {
    status,
    reason: plainText(reason, 256),
    headers: headers
      .slice(0, mostHeaders)
      .map(([name, value]) => [name.slice(0, 256), plainText(withoutSecret(name, value), 1024)]),
  };
}

/** A cookie's name tells which gateway set it; its value is a session's and goes nowhere. */
function withoutSecret(name: string, value: string): string {
  return name === 'set-cookie' ? value.replace(/^([^=;]*)=.*$/s, '$1=…') : value;
}
