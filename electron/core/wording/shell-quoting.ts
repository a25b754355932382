/** Quoting of arguments in commands that are shown for people to paste; the product itself never runs a shell. */

/**
 * One argument for a `cmd` prompt. Inside plain quotes everything but `%`, `!`, `^` and the quote itself is safe; where
 * one of those occurs, each special character (the quotes too) is escaped by a caret, so that `cmd` sees no quotes at
 * all and the program's own parsing (CommandLineToArgvW) does the rest.
 */
export function cmdText(text: string): string {
  const forProgram = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
  return /[%!^"]/.test(text) ? forProgram.replace(/[()%!^"<>&|]/g, '^$&') : forProgram;
}

/** One string for PowerShell, in single quotes; PowerShell takes the four typographic ones for quotes too. */
export function powerShellText(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}
