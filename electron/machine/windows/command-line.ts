/**
 * One argument as CommandLineToArgvW and the C runtime read it: backslashes count only before a quote, and are doubled
 * there and at the end. https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
 */
export function quoteArgument(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/** The parameters of a program as one text. */
export const commandLine = (argv: readonly string[]): string => argv.map(quoteArgument).join(' ');
