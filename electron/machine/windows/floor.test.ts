import { expect, test } from 'vitest';
import { belowFloor } from './floor.ts';

const on = (build: string) => belowFloor({ os: { product: 'Windows Server 2012 R2', build, serverCore: false } });

test.each(['7601', '9200', '9600', '9600.20778', '10239'])('build %s is too old', (build) => {
  expect(on(build)).toEqual({ kind: 'windows-too-old', product: 'Windows Server 2012 R2', build });
});

test.each(['10240', '14393.7428', '17763', '20348.2762', '26100', 'unknown'])('build %s is served', (build) => {
  expect(on(build)).toBeNull();
});
