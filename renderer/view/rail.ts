import { probesOf } from '../../electron/core/plan/verification.ts';
import { productResults } from '../../electron/core/report/product-results.ts';
import { type StepName, stepNames, type Wizard } from '../wizard/wizard.ts';

/** One step of the rail: where it stands, and whether it is the one on screen. */
export interface RailStep {
  readonly name: StepName;
  readonly state: 'done' | 'current' | 'ahead' | 'attention';
  readonly here: boolean;
}

/** The six steps as the rail shows them. A step that was left out ("only test") is not shown as done. */
export function railOf(wizard: Wizard): readonly RailStep[] {
  // The trial of a route stands beside the steps: the one from which it was asked for is still on.
  const at = stepNames.indexOf(wizard.step === 'try' ? wizard.from : wizard.step);
  return stepNames.map((name, index) => {
    const here = index === at;
    if (index > at) return { name, state: 'ahead', here };
    if (needsAttention(wizard, name)) return { name, state: 'attention', here };
    if (here) return { name, state: 'current', here };
    return { name, state: wasLeftOut(wizard, name) ? 'ahead' : 'done', here };
  });
}

function wasLeftOut(wizard: Wizard, name: StepName): boolean {
  if (wizard.step !== 'verify' && wizard.step !== 'report') return false;
  switch (name) {
    case 'choose':
    case 'review':
      return wizard.draft === null;
    case 'apply':
      return wizard.outcome === null;
    case 'verify':
      return wizard.verification === null;
    default:
      return false;
  }
}

function needsAttention(wizard: Wizard, name: StepName): boolean {
  const here = wizard.step === name;
  if (here && wizard.problem !== null) return true;
  switch (name) {
    case 'review':
      return wizard.step === 'review' && wizard.plan.blockers.length > 0;
    case 'apply':
      if (!('outcome' in wizard) || wizard.outcome === null || wizard.waiting?.what === 'apply') return false;
      return wizard.outcome.state !== 'applied' && wizard.outcome.state !== 'undone';
    case 'verify':
      return (
        (wizard.step === 'verify' || wizard.step === 'report') &&
        wizard.verification !== null &&
        ((wizard.outcome?.state === 'applied' && wizard.verification.deviations.length > 0) ||
          productResults(probesOf(wizard.verification)).some(({ grade }) => grade === 'fails'))
      );
    default:
      return false;
  }
}
