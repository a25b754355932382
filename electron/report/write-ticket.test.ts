import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '../core/plan/canonical.ts';
import { html } from '../core/report/html.ts';
import { markdown } from '../core/report/markdown.ts';
import { plainText } from '../core/report/plain-text.ts';
import { hideAll, plan, ticketOf } from '../core/report/ticket-for-tests.ts';
import { ticketJson } from '../core/report/ticket-json.ts';
import { sha256 } from '../disk/sha256.ts';
import { writeTicket } from './write-ticket.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ticket-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const forms = ['ticket.md', 'ticket.html', 'ticket.json', 'ticket.txt'];
const files = [...forms, 'plan.json', 'back-out.reg', 'back-out.ps1'];
const name = 'ticket-0b6f4a52-20261122T100500Z';

test('a new folder holds the ticket in four forms and the plan with the bytes of its digest', async () => {
  const home = path.join(folder, 'a', 'b');
  const digest = sha256(new TextEncoder().encode(canonicalJson(plan)));
  const ticket = ticketOf({ digest });
  expect(await writeTicket(home, ticket)).toEqual({ ok: true, value: { folder: home, files } });
  expect((await readdir(home)).sort()).toEqual([...files].sort());
  const read = (file: string) => readFile(path.join(home, file), 'utf8');
  expect(await Promise.all(forms.map(read))).toEqual([
    markdown(ticket),
    html(ticket),
    ticketJson(ticket),
    plainText(ticket),
  ]);
  expect(sha256(await readFile(path.join(home, 'plan.json')))).toBe(digest);
});

test('an empty folder holds the files itself', async () => {
  expect(await writeTicket(folder, ticketOf())).toMatchObject({ ok: true, value: { folder } });
});

test('nothing is overwritten: a folder that holds anything gets a folder of its own, with a number where that exists', async () => {
  await writeFile(path.join(folder, 'ticket.md'), 'mine');
  const written = [
    await writeTicket(folder, ticketOf()),
    await writeTicket(folder, ticketOf()),
    await writeTicket(folder, ticketOf()),
  ];
  expect(written.map((one) => one.ok && path.basename(one.value.folder))).toEqual([name, `${name}-2`, `${name}-3`]);
  expect(await readFile(path.join(folder, 'ticket.md'), 'utf8')).toBe('mine');
  expect((await readdir(path.join(folder, name))).sort()).toEqual([...files].sort());
});

test('a plan from which names were taken out has another name than the file of the digest', async () => {
  const written = await writeTicket(folder, ticketOf({}, hideAll));
  expect(written).toMatchObject({
    ok: true,
    value: { files: [...forms, 'plan-redacted.json'] },
  });
});

test('only the forms that were asked for are written, and a printed one by whoever can print', async () => {
  const print = async () => new TextEncoder().encode('%PDF-');
  const written = await writeTicket(folder, ticketOf(), { formats: ['pdf', 'txt'], print });
  expect(written).toMatchObject({
    value: { files: ['ticket.txt', 'ticket.pdf', 'plan.json', 'back-out.reg', 'back-out.ps1'] },
  });
  expect(await readFile(path.join(folder, 'ticket.pdf'), 'utf8')).toBe('%PDF-');
});

test.skipIf(process.platform === 'win32')('only the owner may read what was written', async () => {
  const home = path.join(folder, 'new');
  await writeTicket(home, ticketOf());
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  for (const file of files) expect((await stat(path.join(home, file))).mode & 0o777).toBe(0o600);
});

test('a place that cannot be written to is named', async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  expect(await writeTicket(path.join(file, 'x'), ticketOf())).toEqual({
    ok: false,
    problem: { kind: 'cannot-write-file', path: path.join(file, 'x'), code: 'ENOTDIR' },
  });
});
