import { StringDecoder } from 'node:string_decoder';
import { fail, ok, type Result } from '../core/plan/result.ts';

/** Where a typed password comes from: never from the command line, which others can read. */
export interface Passwords {
  /** Asks on the console, without showing what is typed; twice for a password that is kept, once for one that is tried. */
  ask(user: string, times?: 1 | 2): Promise<Result<string>>;
  /** One line on standard input, as another program hands it over. */
  fromInput(): Promise<Result<string>>;
}

/** The part of a readable stream, and of a console, that is needed here. */
export type Input = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (raw: boolean) => unknown;
};

/** Most characters of a password, and most bytes that are read for one: far more than a certificate takes. */
const longest = 1024;
const mostBytes = 8192;

const unusable = (why: 'not-given' | 'too-long' | 'differs' | 'not-text') =>
  fail({ kind: 'password-unusable', why, longest: why === 'too-long' ? longest : null });

/** `input` is opened when it is needed; `say` writes what a person is to read. */
export function consolePasswords(input: () => Input, say: (text: string) => void): Passwords {
  return {
    async ask(user, times = 2) {
      const source = input();
      if (source.isTTY !== true || source.setRawMode === undefined) return fail({ kind: 'password-not-askable' });
      const typed = await typedUnseen(source, source.setRawMode.bind(source), say, [
        `Password of ${user} (it is not shown): `,
        ...(times === 2 ? ['The same once more: '] : []),
      ]);
      if (typed === null) return unusable('not-given');
      const [first = '', second = first] = typed;
      return first === second ? ok(first) : unusable('differs');
    },
    async fromInput() {
      const source = input();
      // What is typed at a console would be shown there.
      if (source.isTTY === true)
        return fail({
          kind: 'usage',
          detail: '--password-stdin takes the password from another program; leave it out to be asked for it',
        });
      return lineOf(source);
    },
  };
}

async function lineOf(source: Input): Promise<Result<string>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of source) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > mostBytes) return unusable('too-long');
    parts.push(bytes);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)).replace(/\r?\n$/, '');
    return /[\0\r\n]/.test(text) ? unusable('not-text') : ok(text);
  } catch {
    return unusable('not-text');
  }
}

/** One line for each prompt, typed with the console's echo off; null where it was broken off. */
function typedUnseen(
  source: Input,
  setRawMode: (raw: boolean) => unknown,
  say: (text: string) => void,
  prompts: readonly string[],
): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    const decoder = new StringDecoder('utf8');
    const lines: string[] = [];
    let line = '';
    const end = (result: readonly string[] | null) => {
      source.off('data', take);
      source.off('end', broken);
      setRawMode(false);
      source.pause();
      resolve(result);
    };
    const broken = () => end(null);
    const take = (part: Buffer | string) => {
      const text = decoder.write(typeof part === 'string' ? Buffer.from(part) : part);
      // An arrow key and its like come as one piece of their own.
      if (text.startsWith('\u001b')) return;
      for (const unit of text) {
        if (unit === '\u0003' || unit === '\u0004') {
          say('\n');
          return broken();
        }
        if (unit === '\r' || unit === '\n') {
          say('\n');
          lines.push(line);
          line = '';
          if (lines.length === prompts.length) return end(lines);
          say(prompts[lines.length] ?? '');
        } else if (unit === '\u007f' || unit === '\b') line = Array.from(line).slice(0, -1).join('');
        else if (unit >= ' ' && line.length < longest) line += unit;
      }
    };
    setRawMode(true);
    source.on('data', take);
    source.on('end', broken);
    source.resume();
    say(prompts[0] ?? '');
  });
}
