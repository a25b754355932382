import { ValueId } from '../settings/catalogue.ts';
import { z } from '../zod.ts';

/** `unknown`: the rule could not be decided because a store that it looks at could not be read. */
export const Severity = z.enum(['error', 'warning', 'info', 'unknown']);
export type Severity = z.infer<typeof Severity>;

/** The detection rules of the resolution order (section 6), what reading itself can find, and the prerequisites. */
export const RuleId = z.enum([
  'D1',
  'D2',
  'D3',
  'D4',
  'D5',
  'D6',
  'D7',
  'D8',
  'D9',
  'D10',
  'D11',
  'D12',
  'D13',
  'D14',
  'D15',
  'D16',
  'D17',
  'D18',
  'D19',
  'D20',
  'tls12-disabled',
  'winhttp-protocols',
  'root-update-off',
  'dotnet-crypto',
  'expected-root-missing',
  'malformed-value',
  'wrong-type',
  'unreadable',
  'sensor-malformed',
  'mdi-not-running',
  'winhttp-api-differs',
  'advproxy-left',
]);
export type RuleId = z.infer<typeof RuleId>;

/** One thing that detection saw. Sentences are made by `wording` from the rule and its facts. */
export const Finding = z.strictObject({
  rule: RuleId,
  severity: Severity,
  /** `read`: from stored values alone; `probed`: a probe has shown it (D4 and D8 have both strengths). */
  strength: z.enum(['read', 'probed']),
  values: z.array(ValueId).max(32),
  /** Names and numbers that the sentence needs; masked where they held a credential. */
  facts: z.record(z.string().max(32), z.string().max(4096)),
});
export type Finding = z.infer<typeof Finding>;

/**
 * The facts that each rule may carry, by name. All are texts; what held a credential is masked. Words among them:
 * `tested` no|yes, `egress` works|fails, `why` unreadable|malformed|only-string-copies|not-listed|no-scope, `store` a
 * `StoreId` or value id, `support` as `preferStaticSupport` says, routes and proxies as one line of text, `none`
 * where there is nothing. A finding of severity `unknown` always has `why` or `win32`.
 */
export const findingFacts = {
  /** The legacy proxies in use; `machine` instead of the two accounts where D5 holds. */
  D1: ['localSystem', 'localService', 'machine', 'why', 'store'],
  D2: ['localSystem', 'localService', 'why', 'store'],
  D3: ['sensor', 'localSystem', 'localService', 'machine', 'why', 'store'],
  D4: ['proxy', 'tested', 'egress', 'why', 'store'],
  D5: ['proxy', 'why', 'store'],
  /** `fault` is the kind of the grammar fault, `instead` the text to write instead where it can be told. */
  D6: ['shown', 'fault', 'instead', 'why', 'store'],
  /** `authProxy`: the number that stands there, or `none`. */
  D7: ['proxy', 'authProxy', 'why', 'store'],
  D8: ['proxy', 'tested', 'egress', 'why', 'store'],
  D9: ['version', 'support', 'why', 'store'],
  D10: ['shown', 'instead', 'why', 'store'],
  /** `name`: the value's name (ProxyServer, ProxyPacUrl, ProxyBypass). */
  D11: ['name', 'policy', 'preference', 'why', 'store'],
  D12: ['sslOptions', 'why', 'store'],
  D13: ['mde', 'mdav', 'why', 'store'],
  D14: ['copy64', 'copy32', 'why', 'store'],
  /** `pac`: the PAC URL or `none`; `autoDetect` yes|no. */
  D15: ['store', 'pac', 'autoDetect', 'why'],
  D16: ['version', 'why'],
  D17: ['why'],
  /** Whether the agent's workspace is one of MDE cannot be read, so this rule is never more than `unknown`. */
  D18: ['why', 'store'],
  D19: ['domain', 'bypass', 'why', 'store'],
  /** `count`: how many values hold (or, when unknown, may hold) a credential; `sensor` yes where its URL does. */
  D20: ['count', 'sensor', 'why'],
  /** The numbers that stand there; `none` where a value is not there. */
  'tls12-disabled': ['enabled', 'disabledByDefault', 'why', 'store'],
  /** `protocols`: the number in hexadecimal; `bits` 64|32: whose programs it is for. */
  'winhttp-protocols': ['protocols', 'bits', 'why', 'store'],
  'root-update-off': ['why', 'store'],
  /** `count`: how many of the four are not 1. */
  'dotnet-crypto': ['count', 'tested', 'why', 'store'],
  /** `root` by its common name, `id` of the catalogue, `autoUpdate` on|off|unknown of the list of roots. */
  'expected-root-missing': ['root', 'id', 'sha256', 'autoUpdate', 'tested', 'why'],
  /** `fault`: a grammar fault's kind, `corrupt`, `bad-list`, `empty-proxy`, `bad-encoding` or `out-of-range`. */
  'malformed-value': ['shown', 'fault', 'instead'],
  'wrong-type': ['expected', 'found'],
  /** `store` is `sensor-configuration` where that file could not be read. */
  unreadable: ['win32', 'count', 'store'],
  'sensor-malformed': ['path', 'fault', 'shown', 'instead'],
  /** `services`: the names of those that are stopped, with commas between. */
  'mdi-not-running': ['services'],
  /** `stored` and `answer`: a proxy with its bypass list, `direct` or `none`; `stored` is `malformed` where it is. */
  'winhttp-api-differs': ['stored', 'answer', 'why', 'store', 'win32'],
  /** What is left: `proxy` and `pac` or `none`, `autoDetect` yes|no. `why` may be `no-scope`. */
  'advproxy-left': ['proxy', 'pac', 'autoDetect', 'why', 'store'],
} as const satisfies Record<RuleId, readonly string[]>;
