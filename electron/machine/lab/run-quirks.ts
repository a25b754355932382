import type { WritableValueId } from '../../core/settings/catalogue.ts';
import type { Win32 } from '../machine.ts';
import type { RegistryFile } from './registry-file.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { accessDenied, type Token } from './token.ts';

/** What a scenario does to the writes of one process: the gate that every write of settings, WinHTTP and sensor passes. */
export interface WriteGate {
  /** Does the write unless the token or the scenario refuses it. */
  pass(write: () => Promise<Win32>): Promise<Win32>;
  /** Lets the policy engine act on what this process wrote: once it has ended, or looks at everything anew. */
  settle(): Promise<void>;
}

export function writeGate(scenario: Scenario, token: Token, registry: RegistryFile): WriteGate {
  let writes = 0;
  return {
    async pass(write) {
      if (!token.elevated) return accessDenied;
      writes += 1;
      return writes === scenario.deniedWrite ? accessDenied : write();
    },
    async settle() {
      if (writes === 0 || scenario.policy === null) return;
      writes = 0;
      for (const id of scenario.policy.values) await putBack(registry, id, scenario);
    },
  };
}

async function putBack(registry: RegistryFile, id: WritableValueId, { values }: Scenario): Promise<void> {
  const own = values[id];
  await registry.write(id, own === undefined ? { state: 'absent', missingKeys: 0 } : { state: 'present', ...own });
}
