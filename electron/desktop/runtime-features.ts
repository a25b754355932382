/** What this runtime is and can, decided in one place and handed to whoever needs it. */
export interface RuntimeFeatures {
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Chromium refuses to start its sandbox for root on Linux; everywhere else there is one. */
  readonly sandbox: boolean;
}

type Runtime = Pick<NodeJS.Process, 'versions' | 'platform'> & { readonly getuid?: (() => number) | undefined };

export function runtimeFeatures(runtime: Runtime): RuntimeFeatures {
  const { electron, chrome, node } = runtime.versions;
  return {
    electron: electron ?? 'none',
    chromium: chrome ?? 'none',
    node,
    sandbox: !(runtime.platform === 'linux' && runtime.getuid?.() === 0),
  };
}
