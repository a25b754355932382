import type { App } from 'electron';
import { faultOf } from '../core/support/log-entry.ts';
import { toolVersion } from '../core/tool-version.ts';
import type { ProgramLog } from './program-log.ts';
import type { RuntimeFeatures } from './runtime-features.ts';

/** Logs the start of the program, and from then on what ends a part of it. */
export function logProgram(
  app: Pick<App, 'on'>,
  runtime: Pick<NodeJS.Process, 'on' | 'platform' | 'arch'>,
  { tell }: Pick<ProgramLog, 'tell'>,
  { electron, chromium, node, lab }: RuntimeFeatures & { readonly lab: boolean },
): void {
  const { platform, arch } = runtime;
  tell({ kind: 'started', toolVersion, electron, chromium, node, platform, arch, lab });
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) =>
    tell({ kind: 'process-gone', process: 'page', reason, code: exitCode }),
  );
  app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    tell({ kind: 'process-gone', process: type.replace(/ /g, '-'), reason, code: exitCode }),
  );
  // It only listens: what happens to the program is decided elsewhere.
  runtime.on('uncaughtExceptionMonitor', (thrown) => tell({ kind: 'fault', where: 'main', ...faultOf(thrown) }));
}
