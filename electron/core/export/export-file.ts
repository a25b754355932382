import { maskProse } from '../settings/mask-prose.ts';

/**
 * A file of an export by its name, without a path. Text is stored as `form` says: UTF-8 with or without its mark, or
 * UTF-16LE with it, which `reg import` wants. The mark keeps Windows PowerShell 5.1 from reading UTF-8 as a code page.
 */
export type ExportFile =
  | { readonly name: string; readonly form: 'utf-8' | 'utf-8-mark' | 'utf-16'; readonly text: string }
  | { readonly name: string; readonly form: 'bytes'; readonly bytes: Uint8Array };

/** Lines as Windows' programs end them. */
export const windowsLines = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

/** `README.txt` of these lines, none of which a text from the plan can break or turn around; credentials are masked. */
export function readMeFile(lines: readonly string[]): ExportFile {
  const clean = lines.map((line) => maskProse(line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')));
  return { name: 'README.txt', form: 'utf-8-mark', text: windowsLines(clean) };
}
