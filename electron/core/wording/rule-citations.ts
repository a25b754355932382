import type { RuleId } from '../effective/finding.ts';
import type { CitationId } from '../plan/operation.ts';

/** The page that each rule rests on; `general-knowledge` where no published page says so. */
const pages = {
  D1: 'mdi-legacy-proxy',
  D2: 'mdi-legacy-proxy',
  D3: 'mdi-legacy-proxy',
  D4: 'mdi-configure-proxy',
  D5: 'wininet-per-user',
  D6: 'mde-configure-proxy',
  D7: 'mde-configure-proxy',
  D8: 'mde-configure-proxy',
  D9: 'mde-configure-proxy',
  D10: 'mde-configure-proxy',
  D11: 'general-knowledge',
  D12: 'mdav-network-connections',
  D13: 'mde-configure-proxy',
  D14: 'general-knowledge',
  D15: 'winhttp-default-proxy',
  D16: 'mdi-sensor-v3',
  D17: 'mdi-sensor-v3',
  D18: 'mde-configure-proxy',
  D19: 'general-knowledge',
  D20: 'general-knowledge',
  'tls12-disabled': 'general-knowledge',
  'winhttp-protocols': 'general-knowledge',
  'root-update-off': 'general-knowledge',
  'dotnet-crypto': 'mdi-known-issues',
  'expected-root-missing': 'mdi-known-issues',
  'malformed-value': 'general-knowledge',
  'wrong-type': 'general-knowledge',
  unreadable: 'general-knowledge',
  'sensor-malformed': 'general-knowledge',
  'mdi-not-running': 'general-knowledge',
  'winhttp-api-differs': 'winhttp-default-proxy',
  'advproxy-left': 'winhttp-default-proxy',
} as const satisfies Record<RuleId, CitationId>;

/** The page that says why a rule holds. */
export const ruleCitation = (rule: RuleId): CitationId => pages[rule];
