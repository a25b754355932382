import { useState } from 'react';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { Result } from '../../electron/core/plan/result.ts';

type Saved = { readonly saved: false } | { readonly saved: true; readonly folder: string };

/** Something that is saved into a folder which the person chooses: where it lies since, or why it could not be saved. */
export function useSaving(call: () => Promise<Result<Saved>>) {
  const [folder, setFolder] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    const answer = await call();
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok && answer.value.saved) setFolder(answer.value.folder);
  };
  return { folder, problem, save };
}
