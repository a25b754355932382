import type { SensorLogFault } from '../../../core/evidence/sensor-log.ts';
import type { OtherAgents } from '../../../core/plan/other-agents.ts';
import type { ServiceName } from '../../../core/plan/snapshot.ts';
import type { AdvProxy } from '../../../core/settings/adv-proxy.ts';
import type { ValueId, WritableValueId } from '../../../core/settings/catalogue.ts';
import type { RootId } from '../pki/authorities.ts';

/** A registry value as a scenario plants it. */
export interface RegistryData {
  readonly type: number;
  readonly bytes: Uint8Array;
}

export type Seeds = { readonly [K in ValueId]?: RegistryData };

export interface ServiceSeed {
  readonly name: ServiceName;
  readonly state: 'stopped' | 'running';
  readonly version: string;
}

/**
 * What a proxy of the lab does with a request. `pass` relays; `inspect` ends TLS itself and relays; `block`, `login`
 * and `unavailable` answer 403, 407 and 503; `silent` accepts the connection and never answers.
 */
export type ProxyBehaviour = 'pass' | 'inspect' | 'block' | 'login' | 'unavailable' | 'silent';

/** What happens to a connection that does not go through a proxy. */
type Egress = 'open' | 'refused' | 'dropped';

export interface LabNetwork {
  readonly egress: Egress;
  /** What `proxy.contoso.com:8080` does. */
  readonly proxy: ProxyBehaviour;
  /** The answer of the sensor API's ping. */
  readonly sensorPing: 200 | 503;
  /** `leaf`: the origins forget to send their issuing CAs. */
  readonly chain: 'whole' | 'leaf';
  /** Well-known roots that this machine does not have. */
  readonly missingRoots: readonly RootId[];
  /** Whether Group Policy made the organisation's inspection CA trusted. */
  readonly inspectionCaTrusted: boolean;
}

/**
 * What the services show of their traffic; whatever has a time is of the moment in which one looks. `needs-proxy`: the
 * test of the antivirus succeeds once a proxy is set for it.
 */
export interface LabEvidence {
  readonly traffic: 'proxy' | 'direct' | 'none';
  readonly sense: 'contacts' | 'fails' | 'silent';
  readonly log: readonly SensorLogFault[];
  readonly maps: 'works' | 'fails' | 'needs-proxy';
}

/** A policy engine that puts its own values back when a process that wrote has ended. */
interface PolicyEngine {
  /** The GPO by which the values count as managed; null where nothing on the machine tells who writes them. */
  readonly gpo: string | null;
  readonly values: readonly WritableValueId[];
}

/**
 * A PAC file of the lab: its address, and what it says. The lab runs no script and serves no file; it answers from this
 * table, in which the first fitting row counts, as WinHTTP would answer for a script that says the same.
 */
export interface PacFile {
  readonly url: string;
  /** `hosts` is a pattern as in a bypass list, null for every host; `proxy` a WinHTTP list, null for DIRECT. */
  readonly rows: readonly { readonly hosts: string | null; readonly proxy: string | null }[];
}

/** Stands in a sensor's file where the thumbprint of the certificate that each lab makes for it belongs. */
export const thumbprintPlace = '0123456789ABCDEF0123456789ABCDEF01234567';

/** One situation in which a server is found: plain data, from which the lab makes a machine. */
export interface Scenario {
  /** One line for a list of scenarios. */
  readonly line: string;
  readonly token: 'full' | 'limited';
  /** Whether a limited token can nevertheless read the account hives and the sensor's file. */
  readonly limitedReads: boolean;
  readonly values: Seeds;
  readonly services: readonly ServiceSeed[];
  /** The sensor's configuration file, exactly but for `thumbprintPlace`; null where no v2 sensor is installed. */
  readonly sensor: { readonly version: string; readonly text: string } | null;
  readonly senseIdentity: boolean;
  readonly otherAgents: OtherAgents;
  readonly policy: PolicyEngine | null;
  /** What `netsh winhttp set advproxy` left on this machine; null on a system that has no such thing. */
  readonly advProxy: AdvProxy | null;
  readonly pac: PacFile | null;
  readonly network: LabNetwork;
  readonly evidence: LabEvidence;
  /** The number of the write that a run is refused, or null. */
  readonly deniedWrite: number | null;
  /** The administrator declines the prompt. */
  readonly declines: boolean;
  /** The updater does not start again once it was stopped. */
  readonly updaterStuck: boolean;
}
