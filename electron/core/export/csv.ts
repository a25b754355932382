import type { AllowEntry } from './allow-list.ts';

/**
 * A table as comma-separated values (RFC 4180). SECURITY: a cell that a spreadsheet would take for a formula begins with
 * an apostrophe; the cells here may come from a file or from the network.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/**
 * Rules for any firewall that knows host names: one row for each name and port. The tag is Azure's, for a firewall that
 * takes tags in the place of names; it is empty where none is documented.
 */
export function firewallRules(entries: readonly AllowEntry[]): string {
  return csv([
    ['Name', 'Direction', 'Action', 'FQDN', 'Protocol', 'Port', 'Application', 'Azure service tag'],
    ...entries.map(({ host, port, protocol, path, serviceTag }) => [
      `Microsoft Defender ${host}${path ?? ''} ${port}`,
      'outbound',
      'allow',
      host,
      'TCP',
      String(port),
      protocol === 'https' ? 'TLS' : 'HTTP',
      serviceTag ?? '',
    ]),
  ]);
}
