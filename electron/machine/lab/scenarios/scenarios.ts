import { applyFaults } from './apply-faults.ts';
import { networkFaults } from './network-faults.ts';
import type { Scenario } from './scenario.ts';
import { storedFaults } from './stored-faults.ts';
import { stories } from './stories.ts';

const scenarios = { ...stories, ...storedFaults, ...networkFaults, ...applyFaults };

export type ScenarioName = keyof typeof scenarios;

/** Every scenario with its one-line description, in the order in which a list shows them. */
export const scenarioNames: Readonly<Record<ScenarioName, string>> = Object.fromEntries(
  Object.entries(scenarios).map(([name, { line }]) => [name, line]),
) as Record<ScenarioName, string>; // the entries are those of `scenarios`

/** The scenario of that exact name, or null. */
export function scenarioOf(name: string): Scenario | null {
  return isScenarioName(name) ? scenarios[name] : null;
}

function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}
