#!/usr/bin/env node
// `npm run dist`: the installer, the portable zip, and their papers (sums, SBOM, provenance), into dist/. On Windows,
// or on Linux with Debian's NSIS. Signed with the certificate of the environment (scripts/dist-sign.mjs); without one
// every name says `unsigned`.
//
//   node scripts/dist.mjs [--stand-in] [--fast] [--output=FOLDER]
//
// --stand-in: packs a stand-in for Electron, where the real one cannot be downloaded; for tests only, and named so
// --fast: does not compress

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { filesOf } from './folder-files.mjs';
import { debianPackages, installPackages, installSystemPackages, requireNode, root, say } from './setup.mjs';

const portableMark = 'console/portable.txt';
const portableText = `This is the portable copy of Defender Proxy Wizard. It detects, plans and tests; it changes no settings and is given no
administrator rights, because others may be able to write to the folder it was unpacked to. Install the program with its
installer to change settings.
`;

/** Makes everything; returns where it lies. The certificate is that of the environment. */
export async function makeRelease({ output, standIn = false, fast = false }) {
  const { buildParts } = await import('./build.mjs');
  const { buildProgram } = await import('./build-program.mjs');
  const { ownSizeLimit, ownSize, packFolder } = await import('./dist-folder.mjs');
  const { makeInstaller, makensisVersion } = await import('./dist-installer.mjs');
  const papers = await import('./dist-papers.mjs');
  const { certificate, isSigned } = await import('./dist-sign.mjs');
  const { standInRuntime } = await import('./stand-in-runtime.mjs');
  const { writeZip } = await import('./dist-zip.mjs');

  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const signed = certificate() !== null;
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await buildParts(['main', 'preload', 'renderer']);
  await buildProgram(['win32-x64']);

  const pinnedElectron = JSON.parse(
    readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'),
  ).version;
  const runtime = standIn ? { folder: standInRuntime(), version: pinnedElectron } : null;
  const packed = await packFolder('win32', { output, runtime, signed });
  if (signed) refuseUnsigned(packed.folder, isSigned);
  const own = ownSize(packed.folder);
  if (own > ownSizeLimit) throw new Error(`the wizard adds ${own} bytes to Electron, more than ${ownSizeLimit}`);

  const base = `Defender-Proxy-Wizard-${version}${signed ? '' : '-unsigned'}${standIn ? '-stand-in' : ''}`;
  const at = (ending) => path.join(output, `${base}${ending}`);
  const signer = fileURLToPath(new URL('dist-sign.mjs', import.meta.url));
  const installer = makeInstaller({
    folder: packed.folder,
    output: at('-setup.exe'),
    version,
    compressor: fast ? 'none' : 'lzma',
    sign: signed ? `"${process.execPath}" "${signer}"` : null,
  });
  const zip = at('-portable.zip');
  const made = papers.commitTime();
  const extra = { [portableMark]: portableText };
  writeZip({ folder: packed.folder, output: zip, name: base, time: made, extra, level: fast ? 1 : 9 });
  const sbom = at('.sbom.cdx.json');
  papers.writeJson(sbom, papers.bom(made));
  const provenance = at('.provenance.json');
  papers.writeJson(
    provenance,
    papers.provenance({
      artifacts: [installer, zip, sbom],
      runtime: standIn ? 'stand-in, for tests only' : 'official',
      signed,
      tools: { makensis: makensisVersion() },
    }),
  );
  const sums = path.join(output, 'SHA256SUMS.txt');
  papers.writeSums(sums, [installer, zip, sbom, provenance]);
  return { ...packed, installer, zip, sbom, provenance, sums };
}

/** electron-builder goes on where a signature fails, so each file is looked at. */
function refuseUnsigned(folder, isSigned) {
  const unsigned = filesOf(folder)
    .filter((file) => /\.(?:exe|node)$/.test(file))
    .filter((file) => !isSigned(path.join(folder, file)));
  if (unsigned.length > 0) throw new Error(`not signed: ${unsigned.join(', ')}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode();
  const args = process.argv.slice(2);
  const output = args.find((arg) => arg.startsWith('--output='))?.slice('--output='.length);
  const unknown = args.find((arg) => !['--stand-in', '--fast', `--output=${output}`].includes(arg));
  if (unknown !== undefined) throw new Error(`there is no option ${unknown}`);
  await installPackages();
  await installSystemPackages(process.platform === 'linux' ? debianPackages.packaging : []);
  const { installer, zip, sums } = await makeRelease({
    output: path.resolve(output ?? path.join(root, 'dist')),
    standIn: args.includes('--stand-in'),
    fast: args.includes('--fast'),
  });
  for (const file of [installer, zip, sums]) say(`made ${path.relative(root, file)}`);
}
