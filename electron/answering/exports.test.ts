import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '../contract/contract.ts';
import { Channel } from '../core/export/channel.ts';
import { digest, planWith } from '../core/export/plan-for-tests.ts';
import { shippedCatalogue } from '../verify/shipped-catalogue.ts';
import { exportOffers, saveExport } from './exports.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'saved-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nobody = () => Promise.reject(new Error('nobody is asked'));
const save = (channel: Channel, plan = planWith(), choose: () => Promise<string | null> = async () => folder) =>
  saveExport({ plan, digest }, channel, shippedCatalogue(), choose);

test.each(Channel.options)(
  '%s is written into the chosen folder, and the answer fits the contract',
  async (channel) => {
    const saved = await save(channel);
    if (!saved.ok || !saved.value.saved) throw new Error(JSON.stringify(saved));
    expect(contract.export.output.parse(saved.value)).toEqual(saved.value);
    expect(saved.value.folder).toBe(folder);
    expect((await readdir(folder)).sort()).toEqual([...saved.value.files].sort());
    expect(saved.value.files[0]).toBe('README.txt');
  },
);

test('what is offered is what is then written, and what is left out is told before', async () => {
  const offered = exportOffers({ plan: planWith(), digest }, shippedCatalogue());
  if (!offered.ok) throw new Error(offered.problem.kind);
  expect(contract.exportOffers.output.parse(offered.value)).toEqual(offered.value);
  expect(offered.value.map(({ channel }) => channel)).toEqual(Channel.options);
  for (const { channel, files, refusals } of offered.value)
    expect(await save(channel)).toMatchObject({ ok: true, value: { files, refusals } });
});

test('a channel that carries nothing offers no file, and says why of each change', () => {
  const offered = exportOffers({ plan: planWith([]), digest }, shippedCatalogue());
  if (!offered.ok) throw new Error(offered.problem.kind);
  expect(offered.value.find(({ channel }) => channel === 'gpp')).toEqual({ channel: 'gpp', files: [], refusals: [] });
  const blocked = planWith(undefined, { blockers: [{ kind: 'both-sensors' }] });
  const refused = exportOffers({ plan: blocked, digest }, shippedCatalogue());
  expect(refused).toEqual({ ok: false, problem: { kind: 'plan-blocked' } });
});

test('a folder that holds anything gets a folder of its own', async () => {
  await writeFile(path.join(folder, 'apply.reg'), 'of somebody else');
  const saved = await save('reg');
  expect(saved).toMatchObject({ ok: true, value: { folder: path.join(folder, 'export-reg-5b3e6f0e') } });
});

test('nothing is written where the person closes the question', async () => {
  expect(await save('reg', planWith(), async () => null)).toEqual({ ok: true, value: { saved: false } });
  expect(await readdir(folder)).toEqual([]);
});

test('nobody is asked for a folder where there is nothing to write', async () => {
  expect(await save('gpp', planWith([]), nobody)).toMatchObject({ ok: false, problem: { kind: 'nothing-to-export' } });
  const blocked = planWith(undefined, { blockers: [{ kind: 'both-sensors' }] });
  for (const channel of Channel.options)
    expect(await save(channel, blocked, nobody)).toEqual({ ok: false, problem: { kind: 'plan-blocked' } });
});

test.each([
  [{ plan: planWith().id, channel: 'sccm' }],
  [{ plan: 'x', channel: 'reg' }],
  [{ plan: planWith().id, channel: 'reg', folder: 'C:\\' }],
])('the page names a plan and a channel and nothing else: %j is refused', (input) => {
  expect(contract.export.input.safeParse(input).success).toBe(false);
});
