import type { App } from 'electron';
import type { Answering } from '../answering/between-threads.ts';
import { faultOf } from '../core/support/fault.ts';

/** Logs from now on what ends a part of the program. */
export function logProgram(app: Pick<App, 'on'>, runtime: Pick<NodeJS.Process, 'on'>, tell: Answering['tell']): void {
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) =>
    tell({ kind: 'process-gone', process: 'page', reason, code: exitCode }),
  );
  app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    tell({ kind: 'process-gone', process: type.replace(/ /g, '-'), reason, code: exitCode }),
  );
  // It only listens: what happens to the program is decided elsewhere.
  runtime.on('uncaughtExceptionMonitor', (thrown) => tell({ kind: 'fault', where: 'main', ...faultOf(thrown) }));
}
