import { describe, expect, it } from 'vitest';
import { blastRadiusOf, type ProcessLook, type RunningService } from '../plan/blast-radius.ts';
import type { Operation } from '../plan/operation.ts';
import { accountAffected, affectedTexts, winHttpAffected } from './blast-radius-text.ts';

const service = (name: string, account: RunningService['account'], pid = 1): RunningService => ({ name, pid, account });
const look = (pid: number, program: string, winhttp: boolean | null = true): ProcessLook => ({ pid, program, winhttp });

describe('accountAffected', () => {
  it.each<[string, readonly RunningService[] | null, string, string[]]>([
    ['services that could not be listed', null, 'Which services run as Local System could not be read.', []],
    ['no service', [], 'No running service was found that runs as Local System.', []],
    [
      'one service',
      [service('BITS', 'local-system'), service('EventLog', 'local-service')],
      '1 running service runs as Local System; those that use WinINET pick up the change.',
      ['BITS'],
    ],
    [
      'two services and one that is closed',
      [service('BITS', 'local-system'), service('Sense', 'local-system'), service('X', null)],
      '2 running services run as Local System; those that use WinINET pick up the change. The account of 1 further service could not be read.',
      ['BITS', 'Sense'],
    ],
  ])('%s', (_, services, sentence, names) => {
    expect(accountAffected(blastRadiusOf(services, null), 'local-system')).toEqual({ sentence, names });
  });

  it('says how many names were left out', () => {
    const services = Array.from({ length: 203 }, (_, at) => service(`s${at}`, 'local-system'));
    const { sentence, names } = accountAffected(blastRadiusOf(services, null), 'local-system');
    expect(sentence).toMatch(/^203 running services/);
    expect([names.length, names.at(-1)]).toEqual([201, 'and 3 more']);
  });
});

describe('winHttpAffected', () => {
  it.each<[string, readonly ProcessLook[] | null, string, string[]]>([
    ['processes that could not be listed', null, 'Which programs have WinHTTP loaded could not be read.', []],
    ['none', [look(1, 'a.exe', false)], 'No process was seen that has WinHTTP loaded.', []],
    [
      'none of those that could be looked into',
      [look(2, 'a.exe', null)],
      'No process was seen that has WinHTTP loaded. 1 process could not be looked into.',
      [],
    ],
    [
      'several',
      [look(1, 'svchost.exe'), look(2, 'a.exe'), look(3, 'a.exe'), look(4, 'b.exe', null), look(5, 'b.exe', null)],
      '3 processes have WinHTTP loaded now; those that use its default proxy pick up the change. 2 further processes could not be looked into.',
      ['a.exe (2 times)', 'svchost.exe: BITS and wuauserv'],
    ],
    [
      'one',
      [look(1, 'svchost.exe')],
      '1 process has WinHTTP loaded now; those that use its default proxy pick up the change.',
      ['svchost.exe: BITS and wuauserv'],
    ],
  ])('%s', (_, processes, sentence, names) => {
    const services = [service('wuauserv', 'local-system'), service('BITS', 'local-system')];
    expect(winHttpAffected(blastRadiusOf(services, processes))).toEqual({ sentence, names });
  });

  it('says "at least" where kinds of processes were left out', () => {
    const processes = Array.from({ length: 201 }, (_, at) => look(at, `p${at}.exe`));
    const { sentence, names } = winHttpAffected(blastRadiusOf([], processes));
    expect(sentence).toMatch(/^At least 200 processes have/);
    expect(names.at(-1)).toBe('and 1 more');
  });
});

describe('affectedTexts', () => {
  const blastRadius = blastRadiusOf([service('W32Time', 'local-service')], [look(1, 'svchost.exe')]);
  const change = (alsoAffects: Operation['alsoAffects']): Operation => ({
    id: 1,
    kind: 'restart',
    product: 'mdi',
    reason: 'restart-to-read',
    citation: 'general-knowledge',
    services: [],
    alsoAffects,
    service: 'DiagTrack',
  });

  it.each<[Operation['alsoAffects'][], RegExp[]]>([
    [['nobody', 'all-dotnet-programs'], []],
    [['all-winhttp-services', 'all-32bit-winhttp'], [/WinHTTP/]],
    [
      ['all-local-service', 'all-local-system', 'all-local-service'],
      [/runs as Local System/, /runs as Local Service/],
    ],
  ])('of changes that affect %j', (affects, said) => {
    const sentences = affectedTexts({ operations: affects.map(change), blastRadius }).map(({ sentence }) => sentence);
    expect(sentences).toHaveLength(said.length);
    for (const [at, pattern] of said.entries()) expect(sentences[at]).toMatch(pattern);
  });

  it('says nothing where nobody looked', () => {
    expect(affectedTexts({ operations: [change('all-local-system')], blastRadius: null })).toEqual([]);
  });
});
