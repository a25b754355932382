import { expect, test } from 'vitest';
import { answerParser, bodyLimit, headLimit } from './answer-parser.ts';

function parse(text: string, { tunnel = false, piece = text.length } = {}) {
  const parser = answerParser(tunnel);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += piece) {
    const result = parser.push(bytes.subarray(at, at + piece));
    if (result !== null) return result;
  }
  return parser.end();
}

const whole = (text: string, options = {}) => {
  const result = parse(text, options);
  return result.ok ? result.value.answer : result;
};

test.each([
  [
    'a body with a length',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOk!',
    { status: 200, reason: 'OK', body: 'Ok' },
  ],
  ['a body until the end', 'HTTP/1.0 200 OK\r\n\r\nOk', { body: 'Ok' }],
  [
    'a body in chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nO\r\n1;x=y\r\nk\r\n0\r\n\r\n',
    { body: 'Ok' },
  ],
  [
    'chunks before a length',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nOk\r\n0\r\n\r\n',
    { body: 'Ok' },
  ],
  ['no reason', 'HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n', { status: 503, reason: '' }],
  ['lines that end in a line feed alone', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nOk', { body: 'Ok' }],
  ['an interim answer', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', { status: 200 }],
  ['204 without a body', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204, body: '' }],
  ['304 with a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', { status: 304, body: '' }],
  [
    'a folded header',
    'HTTP/1.1 200 OK\r\nVia: a\r\n b\r\nContent-Length: 0\r\n\r\n',
    {
      headers: [
        ['via', 'a b'],
        ['content-length', '0'],
      ],
    },
  ],
])('reads %s, whole and byte by byte', (_what, text, wanted) => {
  expect(whole(text)).toMatchObject(wanted);
  expect(whole(text, { piece: 1 })).toMatchObject(wanted);
});

test.each([
  ['nothing', '', 'CLOSED'],
  ['half a head', 'HTTP/1.1 200 OK\r\n', 'CLOSED'],
  ['another protocol', 'SSH-2.0-x\r\n', 'NOT_HTTP'],
  ['HTTP/2', 'HTTP/2 200\r\n\r\n', 'BAD_STATUS_LINE'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'BAD_STATUS_LINE'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'BAD_STATUS_LINE'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n', 'BAD_HEADER'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n', 'BAD_HEADER'],
  ['a space before the colon', 'HTTP/1.1 200 OK\r\nVia : x\r\n\r\n', 'BAD_HEADER'],
  ['a bare carriage return', 'HTTP/1.1 200 OK\r\nVia: a\rb\r\n\r\n', 'BAD_HEADER'],
  ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'BAD_HEADER'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nx', 'BAD_HEADER'],
  ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOk', 'BODY_CUT'],
  ['half a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nOk', 'BODY_CUT'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nOk\r\n', 'BAD_BODY'],
  ['an endless size line', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(300)}`, 'BAD_BODY'],
  ['too large a head', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(headLimit)}`, 'HEADER_TOO_LARGE'],
])('refuses %s', (_what, text, code) => {
  expect(parse(text)).toMatchObject({ ok: false, code });
  expect(parse(text, { piece: 7 })).toMatchObject({ ok: false, code });
});

test('keeps no more of a body than the limit and does not wait for the rest', () => {
  const parser = answerParser(false);
  const result = parser.push(Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(9000)}`));
  expect(result).toMatchObject({ ok: true, value: { answer: { body: 'x'.repeat(bodyLimit) } } });
});

test('keeps at most 64 headers, and their first 1024 characters', () => {
  const many = Array.from({ length: 100 }, (_, at) => `x-${at}: ${'y'.repeat(2000)}`).slice(0, 30);
  const few = Array.from({ length: 100 }, (_, at) => `x-${at}: y`);
  const long = whole(`HTTP/1.1 200 OK\r\n${many.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`);
  expect(long).toMatchObject({ headers: expect.arrayContaining([['x-0', 'y'.repeat(1024)]]) });
  const answer = whole(`HTTP/1.1 200 OK\r\n${few.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`);
  expect('headers' in answer ? answer.headers.length : 0).toBe(64);
});

test('control characters and marks that turn the direction are replaced', () => {
  const answer = whole('HTTP/1.1 200 O\u0007K\r\nContent-Length: 6\r\n\r\n\u001b[\u0000\n\t.');
  expect(answer).toMatchObject({ reason: 'O\uFFFDK', body: '\uFFFD[\uFFFD\n\t.' });
  const turned = Buffer.from('HTTP/1.1 200 OK\r\n\r\na\u202eb').toString('latin1');
  expect(whole(turned)).toMatchObject({ body: 'a\uFFFDb' });
});

test('the value of a cookie is not kept', () => {
  expect(whole('HTTP/1.1 204 No\r\nSet-Cookie: INGRESSCOOKIE=s3cret; Path=/\r\n\r\n')).toMatchObject({
    headers: [['set-cookie', 'INGRESSCOOKIE=…']],
  });
});

test('an open tunnel gives back what came behind its head, and shows it', () => {
  const result = parse('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<html', { tunnel: true });
  expect(result).toMatchObject({ ok: true, value: { answer: { status: 200, body: '<html' } } });
  expect(result.ok && result.value.rest.toString()).toBe('<html');
});

test('the status of a refusal is there before its page has come', () => {
  const parser = answerParser(true);
  expect(parser.push(Buffer.from('HTTP/1.1 407 Auth\r\nContent-Length: 99\r\n\r\n<ht'))).toBeNull();
  expect(parser.soFar()).toMatchObject({ status: 407, body: '<ht' });
});
