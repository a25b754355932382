import { describe, expect, it } from 'vitest';
import { BlastRadius, blastRadiusOf, type ProcessLook, type RunningService } from './blast-radius.ts';

const service = (name: string, account: RunningService['account'], pid = 100): RunningService => ({
  name,
  pid,
  account,
});
const look = (pid: number, program: string, winhttp: boolean | null = true): ProcessLook => ({ pid, program, winhttp });

describe('blastRadiusOf', () => {
  it('lists running services under their account, in order of their names', () => {
    const { services } = blastRadiusOf(
      [
        service('Winmgmt', 'local-system'),
        service('bits', 'local-system'),
        service('EventLog', 'local-service'),
        service('Dnscache', 'network-service'),
        service('MSSQLSERVER', 'other'),
        service('Closed', null),
      ],
      null,
    );
    expect(services).toEqual({
      byAccount: {
        'local-system': { names: ['bits', 'Winmgmt'], leftOut: 0 },
        'local-service': { names: ['EventLog'], leftOut: 0 },
        'network-service': { names: ['Dnscache'], leftOut: 0 },
      },
      unreadable: 1,
    });
  });

  it('names the services that run in a process that has WinHTTP', () => {
    const { winhttp } = blastRadiusOf(
      [service('wuauserv', 'local-system', 7), service('BITS', 'local-system', 7), service('Else', 'other', 8)],
      [look(8, 'svchost.exe', false), look(7, 'svchost.exe'), look(9, 'closed.exe', null)],
    );
    expect(winhttp).toEqual({
      users: [{ program: 'svchost.exe', services: ['BITS', 'wuauserv'], processes: 1 }],
      leftOut: 0,
      notLookedInto: 1,
    });
  });

  it('counts like processes together', () => {
    const { winhttp } = blastRadiusOf([], [look(1, 'b.exe'), look(2, 'a.exe'), look(3, 'B.exe')]);
    expect(winhttp?.users).toEqual([
      { program: 'a.exe', services: [], processes: 1 },
      { program: 'b.exe', services: [], processes: 2 },
    ]);
  });

  it('caps every list and says how many were left out', () => {
    const many = Array.from({ length: 230 }, (_, at) => at);
    const radius = blastRadiusOf(
      many.map((at) => service(`s${at}`, 'local-system', 1)),
      many.map((at) => look(at, `p${at}.exe`)),
    );
    expect(BlastRadius.parse(radius)).toEqual(radius);
    expect(radius.services?.byAccount['local-system']).toMatchObject({ names: { length: 200 }, leftOut: 30 });
    expect(radius.winhttp).toMatchObject({ users: { length: 200 }, leftOut: 30 });
    expect(radius.winhttp?.users.find(({ program }) => program === 'p1.exe')?.services).toHaveLength(64);
  });

  it('keeps apart what could not be listed and what is empty', () => {
    expect(blastRadiusOf(null, null)).toEqual({ services: null, winhttp: null });
    const nothing = blastRadiusOf([], []);
    expect(BlastRadius.parse(nothing)).toEqual(nothing);
    expect(nothing.winhttp).toEqual({ users: [], leftOut: 0, notLookedInto: 0 });
  });
});
