import type { Problem } from '../../core/plan/problem.ts';
import type { MachineFacts } from '../../core/plan/snapshot.ts';

/** Build of the first Windows 10; Windows Server 2016 came with 14393. */
const oldest = 10_240;

/** Why this Windows is not served; null where it is. A build that could not be read is no reason. */
export function belowFloor({ os }: Pick<MachineFacts, 'os'>): Problem | null {
  const build = Number.parseInt(os.build, 10);
  return build < oldest ? { kind: 'windows-too-old', product: os.product, build: os.build } : null;
}
