import type { Finding, findingFacts, RuleId } from '../effective/finding.ts';
import { valueIds } from '../settings/catalogue.ts';
import { readable } from '../settings/readable.ts';
import { capitalised, listed, storeOrServiceName, valueName } from './names.ts';

/** What one rule says. `title` fits into a row; the others are whole sentences. */
export interface FindingText {
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  /** Commands that go with the action, for an elevated PowerShell. */
  readonly commands?: readonly string[];
}

export type FactOf<R extends RuleId> = (key: (typeof findingFacts)[R][number], otherwise: string) => string;

/** Reads facts of one rule by the names that the rule may carry. */
export function factsOf<R extends RuleId>(finding: Finding): FactOf<R> {
  return (key, otherwise) => {
    const value = finding.facts[key];
    return value === undefined || value === '' ? otherwise : readable(value);
  };
}

/** A store, a value or a service by its name, for facts that hold its id. */
export function placeName(id: string): string {
  const value = valueIds.find((each) => each === id);
  return value === undefined ? (storeOrServiceName(id) ?? id) : valueName(value);
}

/** The values that it is about, as a list of names. */
export const valuesOf = (finding: Finding): string =>
  finding.values.length === 0 ? 'a setting' : listed(finding.values.map(valueName));

/** Starts a sentence with the values that it is about. */
export const startOf = (finding: Finding): string => capitalised(valuesOf(finding));

const doubts: Readonly<Record<string, string>> = {
  unreadable: 'could not be read',
  malformed: 'is not in the form that the product knows',
  'only-string-copies': 'has only the text copies of its settings, and which of them counts is not certain',
  'roots-unreadable': 'could not be told, because the root store of this server could not be read',
  'not-listed': 'could not be told, because the running programs could not be listed',
};

/** What was asked, where it was asked of no stored value. */
const questions: Readonly<Record<string, string>> = {
  'not-listed': 'Whether the MDI sensor version 3 runs',
  'roots-unreadable': 'Whether the roots of the services are there',
};

/** Why something could not be decided, as a sentence; never a guess about what would be there. */
export function doubtSentence(finding: Finding): string {
  const { why, store, win32 } = finding.facts;
  const subject = questions[why ?? ''] ?? doubtSubject(finding, store);
  const reason = doubts[why ?? 'unreadable'] ?? 'could not be read';
  return `${subject} ${reason}${win32 === undefined ? '' : ` (Windows error ${win32})`}.`;
}

/** Most values that are named one by one; more are counted, and stand below the finding. */
const mostNamed = 3;

function doubtSubject(finding: Finding, store: string | undefined): string {
  if (store !== undefined) return `The ${placeName(store).replace(/^the /, '')}`;
  const { values, facts } = finding;
  const sensor = facts.sensor === 'yes' ? ['the sensor configuration'] : [];
  const names = values.length > mostNamed ? [`${values.length} values`] : values.map((id) => `the ${valueName(id)}`);
  const all = [...names, ...sensor];
  return all.length === 0 ? 'A setting' : capitalised(listed(all));
}
