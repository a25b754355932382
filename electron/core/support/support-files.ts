import { type ExportFile, readMeFile } from '../export/export-file.ts';
import { supportContents, supportLeftOut } from '../wording/support-text.ts';
import type { LogEntry } from './log-entry.ts';
import type { SupportReport } from './support-report.ts';

/** The support bundle: always the same three files. */
export function supportFiles(report: SupportReport, log: readonly LogEntry[]): readonly ExportFile[] {
  return [
    readMeFile([
      `Defender Proxy Wizard ${report.toolVersion}, support bundle of ${report.madeAt}`,
      '',
      ...Object.entries(supportContents).map(([name, says]) => `${name}: ${says}`),
      '',
      supportLeftOut,
    ]),
    { name: 'support.json', form: 'utf-8', text: `${JSON.stringify(report, null, 2)}\n` },
    { name: 'log.jsonl', form: 'utf-8', text: log.map((entry) => `${JSON.stringify(entry)}\n`).join('') },
  ];
}
