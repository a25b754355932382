import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { consolePasswords, type Input } from './passwords.ts';

/** A console in a test's hands: what is typed, what is said, and whether its echo is on. */
function consoleOf() {
  const input = new PassThrough();
  const echo: boolean[] = [];
  let said = '';
  const source: Input = Object.assign(input, { isTTY: true, setRawMode: (raw: boolean) => echo.push(!raw) });
  const passwords = consolePasswords(
    () => source,
    (text) => {
      said += text;
    },
  );
  return { passwords, type: (text: string | Buffer) => input.write(text), input, echo, said: () => said };
}

const unusable = (why: string, longest: number | null = null) => ({
  ok: false,
  problem: { kind: 'password-unusable', why, longest },
});

test('asks twice with the echo off, and turns it on again', async () => {
  const { passwords, type, echo, said } = consoleOf();
  const answer = passwords.ask('CONTOSO\\svcProxy');
  type('S3cret!\r');
  type('S3cret!\r');
  expect(await answer).toEqual({ ok: true, value: 'S3cret!' });
  expect(echo).toEqual([false, true]);
  expect(said()).toBe('Password of CONTOSO\\svcProxy (it is not shown): \nThe same once more: \n');
});

test.each<[string, readonly (string | Buffer)[], unknown]>([
  ['lines in one piece', ['äß€\näß€\n'], { ok: true, value: 'äß€' }],
  ['a character in two pieces', [Buffer.from([0xc3]), Buffer.from([0xa4]), '\rä\r'], { ok: true, value: 'ä' }],
  ['what was taken back', ['ax\u007f\r', 'ab\b\r'], { ok: true, value: 'a' }],
  ['a character outside of the first plane taken back', ['a😀\u007f\ra\r'], { ok: true, value: 'a' }],
  ['an arrow key', ['a', '\u001b[D', 'b\rab\r'], { ok: true, value: 'ab' }],
  ['a space at its end', ['a \ra \r'], { ok: true, value: 'a ' }],
  ['two that differ', ['a\rb\r'], unusable('differs')],
  ['Ctrl+C', ['a\u0003'], unusable('not-given')],
  ['Ctrl+D', ['\u0004'], unusable('not-given')],
])('understands %s', async (_, pieces, expected) => {
  const { passwords, type, echo } = consoleOf();
  const answer = passwords.ask('u');
  for (const piece of pieces) type(piece);
  expect(await answer).toEqual(expected);
  expect(echo.at(-1)).toBe(true);
});

test('a password that is only tried is asked for once', async () => {
  const { passwords, type, echo, said } = consoleOf();
  const answer = passwords.ask('u', 1);
  type('S3cret!\r');
  expect(await answer).toEqual({ ok: true, value: 'S3cret!' });
  expect(echo).toEqual([false, true]);
  expect(said()).toBe('Password of u (it is not shown): \n');
});

test('a console that closes gives no password', async () => {
  const { passwords, input } = consoleOf();
  const answer = passwords.ask('u');
  input.end();
  expect(await answer).toEqual(unusable('not-given'));
});

test('without a console nobody is asked', async () => {
  const passwords = consolePasswords(
    () => new PassThrough(),
    () => undefined,
  );
  expect(await passwords.ask('u')).toEqual({ ok: false, problem: { kind: 'password-not-askable' } });
});

test.each<[string, string | Buffer, unknown]>([
  ['one line', 'S3cret!\n', { ok: true, value: 'S3cret!' }],
  ['one line of Windows', 'S3cret!\r\n', { ok: true, value: 'S3cret!' }],
  ['no line end', 'S3 cret ', { ok: true, value: 'S3 cret ' }],
  ['a byte order mark', '\ufeffä\n', { ok: true, value: 'ä' }],
  ['two lines', 'a\nb\n', unusable('not-text')],
  ['what is not UTF-8', Buffer.from([0x61, 0xff]), unusable('not-text')],
  ['UTF-16', Buffer.from('ab\n', 'utf16le'), unusable('not-text')],
  ['far too much', 'x'.repeat(9000), unusable('too-long', 1024)],
  ['nothing', '', { ok: true, value: '' }],
])('reads %s from another program', async (_, content, expected) => {
  const input = new PassThrough();
  input.end(content);
  const passwords = consolePasswords(
    () => input,
    () => undefined,
  );
  expect(await passwords.fromInput()).toEqual(expected);
});

test('what is typed at a console is not read as if another program had sent it', async () => {
  expect(await consoleOf().passwords.fromInput()).toMatchObject({ ok: false, problem: { kind: 'usage' } });
});
