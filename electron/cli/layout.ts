import { fixedMask } from '../core/settings/readable.ts';
/** Plain text for a console of 80 columns or more: no colours, no box characters. */
export const width = 100;

/** A text in lines of at most `width` columns; a word that is longer stands alone and is never cut. */
export function wrapped(text: string, indent = 0, first = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  let empty = true;
  for (const word of printable(text).split(/\s+/).filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return empty ? lines : [...lines, line];
}

/** `label  text`, with the text's further lines under its first. */
export function labelled(label: string, text: string, indent: number, labelWidth: number): string[] {
  const column = indent + labelWidth;
  const [head = '', ...rest] = wrapped(text, column);
  return [`${' '.repeat(indent)}${label.padEnd(labelWidth)}${head.trimStart()}`, ...rest];
}

/** Rows in columns that are as wide as their widest cell; the last one wraps. */
export function table(rows: readonly (readonly string[])[], indent = 2): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(0, ...rows.map((row) => printable(row[at] ?? '').length)),
  );
  return rows.flatMap((row) => {
    const cells = row.slice(0, -1).map((cell, at) => printable(cell).padEnd((widths[at] ?? 0) + 2));
    const head = `${' '.repeat(indent)}${cells.join('')}`;
    const last = row.at(-1) ?? '';
    // A last cell with hardly any room goes below, unless it fits all the same.
    if (head.length + printable(last).length > width && width - head.length < 20)
      return [head.trimEnd(), ...wrapped(last, indent + 4)];
    const [line = '', ...rest] = wrapped(last, head.length);
    return [(head + line.trimStart()).trimEnd(), ...rest];
  });
}

/**
 * SECURITY: what a stored value or a server's answer holds must not move the cursor, colour the screen or turn the
 * direction of text: control characters become a middle dot.
 */
export function printable(text: string): string {
  return fixedMask(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (unit) =>
    unit === '\n' || unit === '\t' ? ' ' : '·',
  );
}

/** One argument as it has to be typed in this system's console. */
export function shellArgument(text: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w./\\:=@+-]+$/.test(text) && (platform === 'win32' || !text.includes('\\'))) return text;
  return platform === 'win32' ? `"${text.replaceAll('"', '')}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
