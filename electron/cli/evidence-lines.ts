import type { Evidence, EvidenceItem } from '../core/evidence/evidence.ts';
import { evidenceMoment, evidenceText } from '../core/wording/evidence-text.ts';
import { wrapped } from './layout.ts';

/** What the services themselves show: each with its word, and what to do about it. */
export function evidenceLines(evidence: Evidence | undefined): string[] {
  if (evidence === undefined || evidence.items.length === 0) return [];
  return ['What the services show', ...wrapped(evidenceMoment(evidence), 2), ...evidence.items.flatMap(itemLines), ''];
}

function itemLines(item: EvidenceItem): string[] {
  const { title, word, sentence, action, commands } = evidenceText(item);
  return [
    ...wrapped(`${word}: ${title}`, 4, 2),
    ...wrapped(sentence, 4),
    ...(action === '' ? [] : wrapped(action, 4)),
    ...commands.map((command) => `      ${command}`),
  ];
}
