/** As Node gives them: `ECONNREFUSED`, `ERR_INVALID_ARG_TYPE`. */
export const codeShape = /^(?:E[A-Z0-9]{2,15}|ERR(?:_[A-Z0-9]{1,16}){1,6})$/;

const faultNames: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'AggregateError',
  'AbortError',
  'ZodError',
]);

/**
 * Kind and code of a thrown thing, as far as they are names that a runtime gives; anything else is an `Error` without a
 * code. Its message may hold what it was working on, so that stays out.
 */
export function faultOf(thrown: unknown): { readonly name: string; readonly code: string | null } {
  if (!(thrown instanceof Error)) return { name: 'Error', code: null };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return {
    name: faultNames.has(thrown.name) ? thrown.name : 'Error',
    code: codeShape.test(code) ? code : null,
  };
}
