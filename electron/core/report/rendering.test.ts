import { describe, expect, test } from 'vitest';
import { noAgents } from '../effective/readings-for-tests.ts';
import { matrixForTests } from '../plan/matrix-for-tests.ts';
import { probesOf } from '../plan/verification.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { Ticket } from './ticket.ts';
import { after, before, hideAll, outcome, plan, probe, runId, sensorHost, ticketOf } from './ticket-for-tests.ts';
import { ticketJson } from './ticket-json.ts';

const empty = { ...plan, operations: [], manual: [], cautions: [] };
const headings = [
  'What was wanted and why',
  'Result',
  'Changes',
  'Evidence',
  'Implementation steps',
  'Validation steps',
  'Back-out',
  'Risk and who else is affected',
  'Beside Defender',
  'Not tested or not readable',
  'Versions and times',
];

/** A page of the network that tries everything. */
const hostile =
  '</td></table><script>alert(1)</script> | `x` **b** [a](javascript:alert(1)) <img src=x onerror=1> & "q" \'s\' \u202eevil \u0007 \n# h';
const attacked = (): Ticket =>
  ticketOf({
    plan: {
      ...plan,
      machine: { ...plan.machine, domain: hostile },
      before: {
        ...plan.before,
        findings: plan.before.findings.map((each) => ({
          ...each,
          facts: { localService: hostile, localSystem: hostile },
        })),
      },
    },
    outcome: { ...outcome, who: hostile },
    after: {
      ...after,
      matrix: matrixForTests([
        probe('sense', sensorHost, {
          kind: 'block-page',
          grade: 'fails',
          facts: { host: sensorHost, body: hostile, vendor: hostile },
        }),
      ]),
    },
  });

const sections = (text: string): string[] => [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
const cells = (row: string): number => (row.replace(/\\\|/g, '').match(/\|/g) ?? []).length;

describe('the ticket', () => {
  test.each([
    ['a run', ticketOf()],
    ['only a test', ticketOf({ plan: empty, outcome: null, before: null })],
    ['only a document', ticketOf({ plan: empty, outcome: null, before: null, after: null })],
    ['a plan', ticketOf({ outcome: null, before, after: null })],
    [
      'a failure',
      ticketOf({
        outcome: {
          ...outcome,
          state: 'rolled-back',
          problem: {
            kind: 'rolled-back',
            failedAt: 3,
            cause: { step: 'write', target: 'mde.telemetryProxyServer', win32: 5 },
          },
        },
        after: null,
      }),
    ],
    ['an undone run', ticketOf({ outcome: { ...outcome, state: 'undone' } })],
    ['a run undone but for later changes', ticketOf({ outcome: { ...outcome, state: 'undone-except' } })],
    [
      'a run that was cut off',
      ticketOf({ outcome: { ...outcome, state: 'unfinished', endedAt: null, operations: [] } }),
    ],
    ['names left out', ticketOf({}, hideAll)],
    ['a hostile network', attacked()],
  ])('of %s has every section in its order, and the same bytes for the same input', (_, ticket) => {
    const text = markdown(ticket);
    expect(sections(text)).toEqual(headings);
    expect(text).not.toMatch(/undefined|\[object|NaN|!\s/);
    expect([...html(ticket).matchAll(/<h2>([^<]+)<\/h2>/g)].map((match) => match[1])).toEqual(headings);
    expect(Ticket.safeParse(JSON.parse(ticketJson(ticket))).data).toEqual(ticket);
    const again: Ticket = JSON.parse(JSON.stringify(ticket));
    expect([markdown(again), html(again), ticketJson(again)]).toEqual([text, html(ticket), ticketJson(ticket)]);
  });

  test('says in its title which server, which products and what came of it', () => {
    expect(markdown(ticketOf()).split('\n')[0]).toBe(
      '# DC01: proxy of Defender for Identity, Defender for Endpoint, Defender Antivirus and Windows – changed, fails for some',
    );
  });

  test('is stamped where it comes from a lab, and only there', () => {
    const lab = ticketOf({ plan: { ...plan, machine: { ...plan.machine, lab: 'static-proxy' } } });
    expect(markdown(lab).split('\n')[2]).toMatch(/^> \*\*LAB – a rehearsal/);
    expect(html(lab)).toMatch(/<main>\n<p class="lab">LAB – a rehearsal/);
    expect(markdown(lab)).toContain('--lab static-proxy');
    expect(markdown(ticketOf()) + html(ticketOf())).not.toMatch(/LAB –|class="lab"/);
  });

  test('shows each change with place, before, after, reason and page', () => {
    const row = markdown(ticketOf())
      .split('\n')
      .find((line) => line.startsWith('| 3 |'));
    expect(row).toContain('`HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection\\TelemetryProxyServer`');
    expect(row).toContain('`***:***@10.0.0.9:8080` | `proxy.contoso.com:8080`');
    expect(row).toMatch(/\[\\\[3\\\]\]\(<https:\/\/learn\.microsoft\.com\/.+>\) \| done \|$/);
    expect(markdown(ticketOf())).toContain(
      '3. Configure your devices to connect to the Defender for Endpoint service using a proxy: [https',
    );
  });

  test('shows results before and after, with status, path and the hashes of the chain', () => {
    const text = markdown(ticketOf());
    expect(text).toContain('| **Defender for Identity** | ✖ Fails | ✔ Works |');
    expect(text).toMatch(
      /MDI sensor \| `https:\/\/contoso-corpsensorapi\.atp\.azure\.com\/tri\/sensor\/api\/ping` .+ \| `proxy\.contoso\.com:8080` \| ✖ Fails – proxy refuses \(403\), 187 ms \| ✔ Works – answered 200, 187 ms \|/,
    );
    for (const byte of ['1a', '2b', '3c', 'cb']) expect(text).toContain(`\`${byte.repeat(32)}\``);
    expect(text).toContain('**Settled:** A password is stored in clear text.');
  });

  test('shows beside it what the plan gave before anything was changed', () => {
    const [row] = before.matrix.rows;
    const [cell] = row?.cells ?? [];
    const [works] = after.matrix.rows.flatMap(({ cells }) => cells);
    if (row === undefined || cell === undefined || works === undefined) throw new Error('The sample has tests.');
    const proposed = { ...works, paths: ['proposed' as const], takes: [], wouldTake: [...row.services] };
    const route = {
      kind: 'static' as const,
      proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }],
      bypass: [],
    };
    const matrix = {
      ...before.matrix,
      paths: [...before.matrix.paths, { path: 'proposed' as const, route: null }],
      proposed: [{ service: 'mdi-sensor' as const, route }],
      rows: [{ ...row, cells: [cell, proposed] }],
    };
    const tried = { ...before, matrix };
    const applied = markdown(ticketOf({ before: tried }));
    expect(applied).toContain('| Product | Before | As planned | After | In words |');
    expect(applied).toContain('| **Defender for Identity** | ✖ Fails | ✔ Works | ✔ Works |');
    const planned = markdown(ticketOf({ before: tried, after: null, outcome: null }));
    expect(planned).toContain('| Product | Now | As planned | In words |');
    expect(planned).toMatch(/ping` .+ \| `proxy\.contoso\.com:8080` \| ✖ Fails – .+ \| ✔ Works – answered 200/);
    expect(planned).toContain('| The plan | `proxy.contoso.com:8080` | 1 of 1 |');
  });

  test('names the ways by which an address is reached that its own way does not reach', () => {
    const [row] = before.matrix.rows;
    const works = after.matrix.rows[0]?.cells[0];
    if (row === undefined || works === undefined) throw new Error('The sample has tests.');
    const other = { ...works, paths: ['winhttp' as const], takes: [] };
    const rows = [{ ...row, cells: [...row.cells, other] }];
    const text = markdown(ticketOf({ after: { ...before, run: runId, matrix: { ...before.matrix, rows } } }));
    expect(text).toContain('Reached by: WinHTTP');
  });

  test('counts the addresses that work and shows those that do not, the failing first', () => {
    const host = (name: string) => `${name}.microsoft.com`;
    const probes = [
      ...['a', 'b', 'c'].map((name) => probe('sense', host(name), { kind: 'healthy', grade: 'works' })),
      probe('sense', host('slow'), { kind: 'reachable-not-verified', grade: 'differs' }),
      probe('sense', host('gone'), { kind: 'timeout', grade: 'fails' }),
    ];
    const text = markdown(ticketOf({ before: null, after: { ...after, matrix: matrixForTests(probes) } }));
    expect(text).toContain('3 more addresses work; ticket.json has every one by every way.');
    const addresses = text.slice(text.indexOf('### Tests'), text.indexOf('### Certificate'));
    expect(addresses).not.toContain(host('a'));
    expect(addresses.indexOf(host('gone'))).toBeLessThan(addresses.indexOf(host('slow')));
  });

  test('does not pass an earlier result off as the present one', () => {
    const text = markdown(ticketOf({ after: { ...after, matrix: matrixForTests([]) } }));
    expect(text).toContain('| **Defender for Identity** | ✖ Fails | not tested | Not tested afterwards. |');
  });

  test('says a fault that many addresses share once', () => {
    const facts = { ca: 'Contoso Inspection CA', host: 'a.microsoft.com' };
    const seen = (host: string) =>
      probe('sense', host, { kind: 'inspection', grade: 'fails', facts: { ...facts, host } });
    const text = markdown(
      ticketOf({
        after: { ...after, matrix: matrixForTests(['a', 'b', 'c'].map((name) => seen(`${name}.microsoft.com`))) },
      }),
    );
    expect(text.match(/TLS is intercepted/g)).toHaveLength(1);
    const timeouts = ['d', 'e'].map((name) =>
      probe('sense', `${name}.microsoft.com`, { kind: 'timeout', grade: 'fails', facts: {} }),
    );
    expect(
      markdown(ticketOf({ after: { ...after, matrix: matrixForTests([seen('a.microsoft.com'), ...timeouts]) } })),
    ).toContain('The same holds for https://e.microsoft.com/tri/sensor/api/ping.');
  });

  test('tells the steps with their times and who made them', () => {
    const text = markdown(ticketOf());
    expect(text).toContain('2026-11-22 10:00:12 UTC: TelemetryProxyServer – done; 2026-11-22 10:00:16 UTC: ');
    expect(text).toContain(`CONTOSO\\\\admin.jane started the run ${runId}`);
    expect(text).toContain('local time 2026-11-22 11:05:00 (UTC+01:00)');
  });

  test('gives the exact command of the back-out only where there is something to undo', () => {
    const command = `\`\`\`\ndefender-proxy undo --run ${runId}\n\`\`\``;
    expect(markdown(ticketOf())).toContain(command);
    expect(markdown(ticketOf({ outcome: null }))).toContain(command);
    expect(markdown(ticketOf({ outcome: { ...outcome, state: 'undone' } }))).not.toContain(command);
    const except = markdown(ticketOf({ outcome: { ...outcome, state: 'undone-except' } }));
    expect(except).toMatch(/Everything is as it was before, except .*left alone/);
    expect(except).not.toContain('there is nothing left to put back');
    expect(markdown(ticketOf({ plan: empty, outcome: null }))).not.toContain(command);
  });

  test('says what went wrong, with the Windows code', () => {
    const failed = outcome.operations.map((each) =>
      each.id === 3 ? { ...each, state: 'failed' as const, win32: 5 } : each,
    );
    const text = markdown(
      ticketOf({
        outcome: {
          ...outcome,
          state: 'rolled-back',
          operations: failed,
          problem: {
            kind: 'rolled-back',
            failedAt: 3,
            cause: { step: 'write', target: 'mde.telemetryProxyServer', win32: 5 },
          },
        },
      }),
    );
    expect(text).toContain(
      '**What went wrong:** Change 3 failed: TelemetryProxyServer could not be written: Windows error 5 (access denied).',
    );
    expect(text).toContain('failed: Windows error 5 (access denied) |');
  });

  test('that only tests reads naturally and shows one column of results', () => {
    const text = markdown(ticketOf({ plan: empty, outcome: null, before: null }));
    expect(text).toContain('The connections were tested as they are; nothing was changed.');
    expect(text).toContain('Nothing was to be changed.');
    expect(text).toContain('| Service (account) | Uses |');
    expect(text).toContain('| Service | Address | Path | Result |');
    expect(text).toContain('Nothing was changed, so there is nothing to put back.');
  });

  test('names what was not tested or could not be read', () => {
    const text = markdown(ticketOf());
    const part = text.slice(text.indexOf('## Not tested'), text.indexOf('## Versions'));
    expect(part).toContain('Certificate revocation (Windows): This was not tested');
    expect(part).toContain('could not be read');
    expect(markdown(ticketOf({ before: null, after: null }))).toContain(
      '- No tests from before the change are kept in this ticket.\n- No tests were made afterwards.',
    );
  });

  test('names a listed service of which no test was made, and claims nothing of it', () => {
    const [row] = after.effective;
    if (row === undefined) throw new Error('The sample has services.');
    const more = { ...after, effective: [...after.effective, { ...row, service: 'windows-update' as const }] };
    const matrix = matrixForTests(probesOf(after).map((probe) => ({ ...probe, service: 'revocation' as const })));
    const text = markdown(ticketOf({ after: { ...more, matrix } }));
    expect(text.slice(text.indexOf('## Not tested'))).toContain('Windows Update: no test was made of it.');
    expect(text).toMatch(/Windows \(without Windows Update, not tested\)/);
    expect(text).toContain('Not tested: Windows Update.');
  });

  test('says that the hash is not that of the plan beside it where names were taken out', () => {
    expect(markdown(ticketOf({}, hideAll))).toContain('its own hash differs');
    expect(markdown(ticketOf())).not.toContain('its own hash differs');
  });
});

test('what is beside Defender is shown with the command to change it, by the proxy that was chosen', () => {
  const text = markdown(ticketOf());
  expect(text).toContain('Its proxy: http://old.contoso.com:3128.');
  expect(text).toContain('azcmagent config set proxy.url "http://proxy.contoso.com:8080"');
  const hidden = markdown(ticketOf({}, hideAll));
  expect(hidden).toMatch(/azcmagent config set proxy\.url "http:\/\/host-\d+:8080"/);
  expect(hidden).not.toContain('contoso.com');
});

test('where nothing is beside Defender nothing is said of it', () => {
  const before = { ...plan.before, otherAgents: noAgents, environment: [] };
  expect(markdown(ticketOf({ plan: { ...plan, before } }))).not.toContain('Beside Defender');
});

describe('Markdown', () => {
  test('holds no markup that came from outside', () => {
    const text = markdown(attacked());
    const plain = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(plain).not.toMatch(/<(?!https:\/\/learn\.microsoft\.com)/);
    expect(plain).not.toMatch(/(?<!\\)\[a/);
    expect(plain).toContain('\\*\\*b\\*\\*');
    for (const odd of ['\u202e', '\u0007']) expect(text).not.toContain(odd);
    expect(sections(text)).toEqual(headings);
  });

  test('has as many cells in every row as in its head', () => {
    for (const ticket of [ticketOf(), attacked(), ticketOf({}, hideAll)]) {
      let head = 0;
      for (const line of markdown(ticket).split('\n')) {
        if (!line.startsWith('|')) head = 0;
        else if (head === 0) head = cells(line);
        else expect(cells(line)).toBe(head);
      }
    }
  });

  test('keeps <local> and wildcards readable', () => {
    const text = markdown(ticketOf());
    expect(text).toContain('exceptions for &lt;local&gt; and \\*.contoso.local.');
    expect(text).toContain('`proxy.contoso.com:8080, bypass list <local>;*.contoso.local;10.*`');
  });

  test('fences values that hold backticks, and escapes pipes inside of cells', () => {
    const odd = {
      ...plan,
      operations: plan.operations
        .slice(6, 7)
        .map((each) =>
          each.kind === 'sensor'
            ? { ...each, after: { url: 'http://a``b|c`', signIn: { kind: 'keep' } as const } }
            : each,
        ),
    };
    const row = markdown(ticketOf({ plan: odd }))
      .split('\n')
      .find((line) => line.startsWith('| 7 |'));
    expect(row).toContain('| ```http://a``b\\|c` (sign-in');
  });
});

describe('HTML', () => {
  const pages = [
    html(ticketOf()),
    html(attacked()),
    html(ticketOf({}, hideAll)),
    html(ticketOf({ plan: empty, outcome: null })),
  ];

  test('is balanced, and each table row has as many cells as its head', () => {
    for (const page of pages) {
      const open: string[] = [];
      for (const [, end, name = ''] of page
        .replace(/<style>[\s\S]*<\/style>/, '')
        .matchAll(/<(\/?)([a-z0-9]+)[^<>]*>/g)) {
        if (['meta', 'br', 'wbr', 'col'].includes(name)) continue;
        if (end === '') open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
      for (const table of page.match(/<table>[\s\S]*?<\/table>/g) ?? []) {
        const [head = 0, ...rows] = (table.match(/<tr>.*<\/tr>/g) ?? []).map(
          (row) => (row.match(/<t[hd][ >]/g) ?? []).length,
        );
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row).toBe(head);
        const shares = [...table.matchAll(/<col width="([\d.]+)%">/g)].map(([, share]) => Number(share));
        // A share for each column, of the whole width.
        if (shares.length > 0) expect([shares.length, shares.reduce((sum, share) => sum + share)]).toEqual([head, 100]);
      }
    }
  });

  test('runs nothing, loads nothing and says so itself', () => {
    for (const page of pages) {
      expect(page).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
      );
      const [style = ''] = /<style>[\s\S]*?<\/style>/.exec(page) ?? [];
      expect(style).not.toMatch(/@import|url\(/i);
      for (const [tag] of page.replace(style, '').matchAll(/<[^>]*>/g)) {
        expect(tag).toMatch(
          /^<(?:!doctype html|\/?(?:html|head|meta|title|body|main|h[123]|p|ul|ol|li|pre|code|strong|span|a|br|wbr|table|caption|colgroup|col|thead|tbody|tr|th|td)\b)/,
        );
        expect(tag).not.toMatch(/\s(?:on\w+|style|src)=/i);
      }
      for (const [, address = ''] of page.matchAll(/href="([^"]*)"/g))
        expect(address).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    }
  });

  test('shows what came from outside as text', () => {
    const page = html(attacked());
    expect(page).toContain('&lt;script&gt;alert(1)&lt;');
    expect(page).toContain('&quot;q&quot; &#39;s&#39;');
    for (const odd of ['\u202e', '\u0007']) expect(page).not.toContain(odd);
  });

  test('tells those who hear it what each table and column is', () => {
    const [page = ''] = pages;
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    const tables =
      page.match(/<table>\n<caption>[^<]+<\/caption>\n(?:<colgroup>.*<\/colgroup>\n)?<thead><tr><th scope="col"/g) ??
      [];
    expect(tables.length).toBe((page.match(/<table>/g) ?? []).length);
    expect(page).toMatch(/<span class="grade works"><span aria-hidden="true">✔<\/span> Works<\/span>/);
  });
});
