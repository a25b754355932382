import type { RuntimeFeatures } from '../answering/between-threads.ts';

type Runtime = Pick<NodeJS.Process, 'versions' | 'platform'> & { readonly getuid?: (() => number) | undefined };

/** Looks at the runtime. */
export function runtimeFeatures(runtime: Runtime): RuntimeFeatures {
  const { electron, chrome, node } = runtime.versions;
  return {
    electron: electron ?? 'none',
    chromium: chrome ?? 'none',
    node,
    sandbox: !(runtime.platform === 'linux' && runtime.getuid?.() === 0),
  };
}
