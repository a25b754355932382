import type { Grade } from '../connectivity/verdict.ts';
import { cleanText } from './clean-text.ts';
import type { Block, Rich, Span } from './document.ts';
import type { Ticket } from './ticket.ts';
import { documentOf } from './ticket-document.ts';

/** The ticket as GitHub-flavoured Markdown, which most ticket systems take. Ends in one newline. */
export function markdown(ticket: Ticket): string {
  const { title, lab, blocks } = documentOf(ticket);
  const stamp = lab === null ? [] : [`> **${escaped(lab)}**`];
  return `${[`# ${escaped(title)}`, ...stamp, ...blocks.map(blockText)].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'paragraph':
      return lineText(block.content);
    case 'list':
      return block.items.map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${lineText(item)}`).join('\n');
    case 'table':
      return tableText(block.columns, block.rows);
    case 'code':
      return fenced(block.text);
    default:
      return block satisfies never;
  }
}

function tableText(columns: readonly string[], rows: readonly (readonly Rich[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(columns.map(escaped)),
    row(columns.map(() => '---')),
    // A pipe ends a cell even inside of code, so there it is escaped as well (GFM, section 4.10).
    ...rows.map((cells) => row(cells.map((cell) => cell.map((span) => spanText(span, true)).join('') || ' '))),
  ].join('\n');
}

/** A line of its own must not begin like a list, a heading or a rule. */
function lineText(content: Rich): string {
  const line = content.map((span) => spanText(span, false)).join('');
  return line.replace(/^(\s*)([-+=])/, '$1\\$2').replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

function spanText(span: Span, inTable: boolean): string {
  switch (span.kind) {
    case 'text':
      return escaped(span.text);
    case 'break':
      return ' ';
    case 'strong':
      return strongText(span.text);
    case 'code':
      return codeText(span.text, inTable);
    case 'link':
      return `[${escaped(span.text)}](<${span.url.replace(/[<>\s\\]/g, encodeURIComponent)}>)`;
    case 'grade':
      return `${gradeMarks[span.grade]} ${escaped(span.text)}`;
    default:
      return span satisfies never;
  }
}

/** The white space at the ends stays outside of the marks, which would not count otherwise. */
function strongText(content: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(cleanText(content)) ?? [];
  return inner === '' ? before + after : `${before}**${escaped(inner)}**${after}`;
}

function codeText(content: string, inTable: boolean): string {
  const clean = cleanText(content);
  if (clean.trim() === '') return '';
  const fence = '`'.repeat(longestRun(clean) + 1);
  const pad = /^`|`$|^ .* $/.test(clean) ? ' ' : '';
  return `${fence}${pad}${inTable ? clean.replace(/\|/g, '\\|') : clean}${pad}${fence}`;
}

function fenced(content: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${fence}\n${content.split('\n').map(cleanText).join('\n')}\n${fence}`;
}

const longestRun = (content: string): number =>
  Math.max(0, ...[...content.matchAll(/`+/g)].map((run) => run[0].length));

/** Everything that Markdown or HTML could take for markup. */
const escaped = (content: string): string =>
  cleanText(content)
    .replace(/[\\`*_[\]|~#$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

/** A mark beside the word, so that a result is found by eye in a long table. */
export const gradeMarks = {
  works: '✔',
  differs: '▲',
  fails: '✖',
  'not-tested': '○',
} as const satisfies Record<Grade, string>;
