import type { CitationId } from '../../../electron/core/plan/operation.ts';
import type { Snapshot } from '../../../electron/core/plan/snapshot.ts';
import type { GrammarFault } from '../../../electron/core/settings/grammar.ts';
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
      if (field === 'pacUrl') return pacFault(fault.fault);
      return faultText(fault.fault, fault.entry === null ? undefined : quoted(fault.entry));
    default:
      return fault satisfies never;
  }
}

/** An entry as it is named in a sentence: enough of it to find it by. */
const quoted = (entry: string): string => (entry.length > 64 ? `${entry.slice(0, 60)}…` : entry);

/** Where the words for a proxy would mislead: what is asked for is an address of the web. */
function pacFault(fault: GrammarFault): string {
  switch (fault.kind) {
    case 'empty':
      return text.choose.pacFault.empty;
    case 'too-long':
      return text.choose.pacFault.tooLong;
    case 'scheme-unknown':
      return text.choose.pacFault.scheme;
    case 'scheme-missing':
      // Of javascript:1 nobody meant a server that is named javascript.
      return fault.instead !== null && /^http:\/\/[^/:]*\./.test(fault.instead)
        ? faultText(fault)
        : text.choose.pacFault.scheme;
    default:
      return faultText(fault);
  }
}
