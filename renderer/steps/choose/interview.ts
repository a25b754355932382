import type { CitationId } from '../../../electron/core/plan/operation.ts';
import type { Snapshot } from '../../../electron/core/plan/snapshot.ts';
import { faultText } from '../../../electron/core/wording/grammar-text.ts';
import { text } from '../../text.ts';
import type { Draft } from '../../wizard/draft.ts';
import type { DraftFaults, DraftField } from '../../wizard/draft-intent.ts';

/** What every question needs: the answers, what is wrong with them, and how to change one. */
export interface Interview {
  readonly draft: Draft;
  readonly snapshot: Snapshot;
  readonly faults: DraftFaults;
  /** Somebody tried to go on: now an empty answer is marked too. */
  readonly tried: boolean;
  readonly change: (part: Partial<Draft>) => void;
  readonly open: (link: CitationId) => void;
}

/** What is wrong with an answer, as one sentence; nothing while a field has not been filled in yet. */
export function faultSentence(interview: Interview, field: DraftField): string | undefined {
  const fault = interview.faults[field];
  if (fault === undefined) return undefined;
  switch (fault.kind) {
    case 'unanswered':
      if (!interview.tried) return undefined;
      return field === 'products' ? text.choose.nothingChosen : text.choose.unanswered;
    case 'text':
      if (fault.fault.kind === 'empty' && !interview.tried) return undefined;
      return faultText(fault.fault, fault.entry ?? undefined);
    default:
      return fault satisfies never;
  }
}
