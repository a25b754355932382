import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const virtual = '\0entry';

/**
 * One file that Node runs, made as the build makes it, for tests that need a process of their own. `source` is the
 * entry's text; its imports are written from the project's folder (`/electron/…`).
 */
export async function bundled(source: string, folder: string): Promise<string> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? virtual : id.startsWith('/electron/') ? path.join(root, id) : null),
    load: (id) => (id === virtual ? source : null),
  };
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __TOOL_VERSION__: JSON.stringify('0.0.0-test') },
    plugins: [entry],
    ssr: { noExternal: true, external: ['koffi'] },
    build: {
      ssr: true,
      target: 'node18',
      outDir: folder,
      minify: false,
      rolldownOptions: {
        input: { program: 'entry' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', dynamicImportInCjs: false, codeSplitting: false },
      },
    },
  });
  return path.join(folder, 'program.cjs');
}
