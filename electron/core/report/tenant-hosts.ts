import type { EvidenceItem } from '../evidence/evidence.ts';
import type { AccountTests } from '../plan/account-run.ts';
import { MatrixRow } from '../plan/matrix.ts';
import type { Snapshot } from '../plan/snapshot.ts';
import { isDeviceRow, type Verification } from '../plan/verification.ts';
import { changeTexts } from './every-text.ts';
import { replaceAll, wholeName } from './stand-in.ts';

/**
 * The tests without the hosts that this device was onboarded with: `*` stands for the part that names the data centre,
 * as an allow-list would have it. Their evidence goes with them, because addresses and certificates would name the host
 * as well; what was concluded stays. Rows of the catalogue stay as they are: they are the same for every tenant.
 */
export function withoutTenantHosts(verification: Verification): Verification {
  const { matrix, evidence, accounts } = verification;
  return {
    ...verification,
    matrix: { ...matrix, rows: matrix.rows.map(withoutHost) },
    ...(evidence && { evidence: { ...evidence, items: evidence.items.map(withoutHostFact) } }),
    ...(accounts && { accounts: accounts.map(accountWithoutHosts) }),
  };
}

/** The MDE sensor's log names the host of the onboarding. */
function withoutHostFact(item: EvidenceItem): EvidenceItem {
  const { host } = item.facts;
  return host === undefined ? item : { ...item, facts: { ...item.facts, host: withoutPlace(host) } };
}

const accountWithoutHosts = (tests: AccountTests): AccountTests =>
  tests.seen === null ? tests : { ...tests, seen: { ...tests.seen, rows: tests.seen.rows.map(withoutHost) } };

function withoutHost(row: MatrixRow): MatrixRow {
  const host = row.target?.host;
  if (!isDeviceRow(row.endpoint) || host === undefined) return row;
  const cells = row.cells.map((cell) => {
    const { address: _, ...facts } = cell.verdict.facts;
    return { ...cell, observation: null, verdict: { ...cell.verdict, facts } };
  });
  const standIn = [wholeName(host), withoutPlace(host)] as const;
  const said = { ...row, target: null, cells };
  return changeTexts(MatrixRow, said, { text: (text) => replaceAll(text, [standIn]), hex: (hex) => hex });
}

/** What was found, with the hosts of the onboarding as an allow-list would name them. */
export function snapshotWithoutTenantHosts(snapshot: Snapshot): Snapshot {
  const { onboarding } = snapshot;
  if (onboarding === null || 'fault' in onboarding) return snapshot;
  return { ...snapshot, onboarding: { ...onboarding, hosts: onboarding.hosts.map(withoutPlace) } };
}

const withoutPlace = (host: string): string => host.replace(/^[^.]*/, '*');
