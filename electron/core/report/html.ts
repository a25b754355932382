import { cleanText } from './clean-text.ts';
import type { Block, Rich, Span, TicketDocument } from './document.ts';
import { ticketStyle } from './html-style.ts';
import { gradeMarks } from './markdown.ts';
import type { Ticket } from './ticket.ts';
import { documentOf } from './ticket-document.ts';

/**
 * SECURITY: the ticket holds texts from the network. Everything is escaped, and the page forbids itself to run or to
 * load anything, wherever it is opened.
 */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The ticket as one HTML file: no script, nothing loaded, light and dark, fit for printing. Ends in one newline. */
export const html = (ticket: Ticket): string => pageHtml(documentOf(ticket));

/** Any document of that kind in the same way. */
export function pageHtml({ title, lab, blocks }: TicketDocument): string {
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>\n${ticketStyle}\n</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...(lab === null ? [] : [`<p class="lab">${escaped(lab)}</p>`]),
    `<h1>${escaped(title)}</h1>`,
    ...blocks.map(blockHtml),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${richHtml(block.content)}</p>`;
    case 'list': {
      const name = block.ordered ? 'ol' : 'ul';
      return `<${name}>\n${block.items.map((item) => `<li>${richHtml(item)}</li>`).join('\n')}\n</${name}>`;
    }
    case 'table':
      return tableHtml(block);
    case 'code':
      return `<pre><code>${block.text.split('\n').map(escaped).join('\n')}</code></pre>`;
    default:
      return block satisfies never;
  }
}

function tableHtml({ caption, columns, shares, rows }: Extract<Block, { kind: 'table' }>): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  // As an attribute: no tag of the page has a style of its own.
  const widths = (shares ?? []).map((share) => `<col width="${share}%">`).join('');
  const body = rows.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`);
  return [
    '<table>',
    `<caption>${escaped(caption)}</caption>`,
    ...(widths === '' ? [] : [`<colgroup>${widths}</colgroup>`]),
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody>',
    '</table>',
  ].join('\n');
}

const cellHtml = (cell: Rich, at: number): string =>
  at === 0 ? `<th scope="row">${richHtml(cell)}</th>` : `<td>${richHtml(cell)}</td>`;

const richHtml = (content: Rich): string => content.map(spanHtml).join('');

function spanHtml(span: Span): string {
  switch (span.kind) {
    case 'text':
      return breakable(span.text);
    case 'strong':
      return `<strong>${breakable(span.text)}</strong>`;
    case 'break':
      return '<br>';
    case 'code':
      return `<code>${breakable(span.text)}</code>`;
    case 'link':
      return `<a href="${escaped(span.url)}" rel="noreferrer">${breakable(span.text)}</a>`;
    case 'grade':
      return `<span class="grade ${span.grade}"><span aria-hidden="true">${gradeMarks[span.grade]}</span> ${escaped(span.text)}</span>`;
    default:
      return span satisfies never;
  }
}

/**
 * Long values may break behind the marks that part them, and where there is none after 32 characters; what is copied
 * stays in one piece.
 */
function breakable(content: string): string {
  return escaped(content)
    .replace(/&[a-z0-9#]+;|[\\/;,]+(?=\S)/g, (found) => (found.startsWith('&') ? found : `${found}<wbr>`))
    .replace(/(?:&[a-z0-9#]+;|[^\s<>&]){32}/g, '$&<wbr>');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (content: string): string =>
  cleanText(content).replace(/[&<>"']/g, (found) => entities[found] ?? found);
