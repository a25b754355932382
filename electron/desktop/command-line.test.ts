import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

const exe = '/opt/wizard/electron';

describe('readCommandLine', () => {
  it.each<[string, string[], boolean, { scenario: string; state: string | null } | null]>([
    ['packaged, nothing asked', [exe], true, null],
    ['development, nothing asked', [exe, '.'], false, null],
    ['packaged lab', [exe, '--lab', 'direct', '--state', '/s'], true, { scenario: 'direct', state: '/s' }],
    ['development lab', [exe, '.', '--lab', 'direct', '--state', '/s'], false, { scenario: 'direct', state: '/s' }],
    ['either order', [exe, '--state', '/s', '--lab', 'direct'], true, { scenario: 'direct', state: '/s' }],
    ['lab without a folder', [exe, '--lab', 'direct'], true, { scenario: 'direct', state: null }],
    ['a profile folder', [exe, '.', '--user-data-dir=/u', '--lang=en-US', '--no-sandbox'], false, null],
    [
      'a test runner before the program',
      [exe, '-r', '/loader.js', '--no-sandbox', '--inspect=0', '/program', '--lab', 'direct'],
      false,
      { scenario: 'direct', state: null },
    ],
  ])('%s', (_what, argv, packaged, lab) => {
    expect(readCommandLine(argv, packaged)).toEqual({ ok: true, value: { lab } });
  });

  it.each<[string[], string]>([
    [['--frob'], 'unknown argument "--frob"'],
    [['direct'], 'unknown argument "direct"'],
    [['--lab=direct'], 'unknown argument "--lab=direct"'],
    [['--lab'], '--lab has no value'],
    [['--lab', '--state', '/s'], '--lab has no value'],
    [['--lab', ''], '--lab has no value'],
    [['--lab', 'a', '--lab', 'b'], '--lab is given twice'],
    [['--state', '/s'], '--state needs --lab'],
    [['--remote-debugging-port=9222'], 'unknown argument'],
    [['--inspect=0.0.0.0:9229'], 'unknown argument'],
    [['--load-extension=/x'], 'unknown argument'],
    [['--disable-web-security'], 'unknown argument'],
  ])('refuses %j with one sentence', (args, says) => {
    const read = readCommandLine([exe, ...args], true);
    expect(read).toMatchObject({ ok: false, sentence: expect.stringContaining(says) });
    expect(read.ok ? '' : read.sentence).not.toContain('\n');
  });
});
