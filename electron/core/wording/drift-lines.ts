/** One difference in words: what it is about, and what it was and is. */
export interface DriftLine {
  readonly what: string;
  readonly said: string;
}

/** What has changed since a ticket, in words: one sentence, what counts as drift, and what is only to be known. */
export interface DriftText {
  /** Which server was compared with which ticket. */
  readonly head: string;
  readonly summary: string;
  readonly drift: readonly DriftLine[];
  readonly notes: readonly DriftLine[];
}

/** The same as plain text, for a file or the text field of a ticket. */
export function driftPlainText({ head, summary, drift, notes }: DriftText): string {
  const listed = (title: string, lines: readonly DriftLine[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map(({ what, said }) => `- ${what}: ${said}`)];
  return [head, summary, ...listed(driftTitles.drift, drift), ...listed(driftTitles.notes, notes), ''].join('\n');
}

/** What stands over the two lists. */
export const driftTitles = { drift: 'Changed', notes: 'To know' } as const;
