import type { KnownRoot } from '../core/connectivity/endpoint.ts';
import type { Trust } from '../core/connectivity/observation.ts';
import type { SystemAnswer } from '../core/connectivity/system-answer.ts';
import type {
  ConnectionsSeen,
  MapsTestSeen,
  SenseEventsSeen,
  SensorLogSeen,
  SensorModule,
} from '../core/evidence/facts.ts';
import type { AccountRequest, AccountRunArgv, OwnRoute } from '../core/plan/account-run.ts';
import type { BlastRadius } from '../core/plan/blast-radius.ts';
import type { WinHttpProxy } from '../core/plan/operation.ts';
import type { OtherAgents } from '../core/plan/other-agents.ts';
import type { Problem } from '../core/plan/problem.ts';
import type { Result } from '../core/plan/result.ts';
import type { ServiceAccount } from '../core/plan/service-account.ts';
import type { MachineFacts, ServiceFact, ServiceName } from '../core/plan/snapshot.ts';
import type { AdvProxy } from '../core/settings/adv-proxy.ts';
import type { ValueId, WritableValueId } from '../core/settings/catalogue.ts';
import type { Management } from '../core/settings/reading.ts';

/**
 * The one interface to a computer. It answers by closed names, never by free paths, so that no caller can ask for a
 * value that the product does not own. Two implementations: Windows and the lab. Raw bytes (and so secrets) cross it;
 * `detect` seals them before anything leaves the process.
 */
export interface Machine {
  /** The scenario of a lab, null on a real machine. */
  readonly lab: string | null;
  facts(): Promise<MachineFacts>;
  /** The account that runs this process, as `DOMAIN\name`; for the lock and the journal. */
  user(): Promise<string>;
  readonly settings: SettingsStore;
  readonly winhttp: WinHttpStore;
  readonly sensor: SensorStore;
  readonly services: ServiceControl;
  readonly trust: TrustEngine;
  readonly elevation: Elevation;
  readonly evidence: EvidenceSource;
  readonly accounts: AccountRuns;
  /** Whether `SenseIdentity.exe` runs; null where processes could not be listed. */
  senseIdentity(): Promise<boolean | null>;
  /** The agents beside Defender, read only. A proxy's text is as it is stored: `detect` masks it. */
  otherAgents(): Promise<OtherAgents>;
  /** Who shares the accounts and WinHTTP with the product's services; takes up to a quarter of a second. */
  blastRadius(): Promise<BlastRadius>;
  /** Those of these roots that services of this machine do not trust; null where the store could not be read. */
  missingRoots(roots: readonly KnownRoot[]): Promise<readonly KnownRoot[] | null>;
  /** A folder that only administrators can write, created and vetted; `runs` holds one folder per run. */
  protectedFolder(purpose: 'runs'): Promise<Result<string>>;
  /** `backup` in the folder of a run, which only SYSTEM and administrators can even read; created or vetted. */
  backupFolder(run: string): Promise<Result<string>>;
  /** Whether nobody but administrators can change this very program; otherwise it must not write settings. */
  vetProgram(): Promise<Result<null>>;
  /** Whether the process of this id still runs and is the one that had it at a moment: ids are given out again. */
  isRunning(pid: number, since: Date): Promise<boolean>;
  /** Null where there is no HTTP of the system to ask (a lab). */
  readonly systemRequest: ((wish: SystemRequest) => Promise<SystemAnswer>) | null;
  /** Which address and port to dial. Null: ask the system's resolver (a real machine always says so). */
  route(target: {
    readonly host: string;
    readonly port: number;
    readonly role: 'origin' | 'proxy';
  }): Promise<Dial | null>;
  /** Ends what this process started for it (the lab's servers). */
  close(): Promise<void>;
}

/** One GET by Windows' own HTTP (WinHTTP), as its services make it. */
export interface SystemRequest {
  /** `http:` or `https:`, without user name and password. */
  readonly url: string;
  readonly proxy: SystemProxy;
  /** For everything together, also the second look at a certificate; 1 to 600 000 ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /**
   * `integrated`: WinHTTP's own default, by which Windows may answer NTLM or Negotiate of a proxy or an intranet server
   * with the account of this process. Only where the admin chose it; otherwise no challenge is answered.
   */
  readonly signIn?: 'never' | 'integrated';
}

/** WINHTTP_ACCESS_TYPE: the machine's default, none, WPAD and the account's own settings, or a given one. */
export type SystemProxy =
  | { readonly kind: 'default' | 'none' | 'automatic' }
  | { readonly kind: 'named'; readonly proxy: string; readonly bypass: string };

export interface Dial {
  readonly address: string;
  readonly port: number;
}

/** A registry value as it is stored, or why it could not be read. */
export type RawReading =
  | { readonly state: 'absent'; readonly missingKeys: number }
  | { readonly state: 'present'; readonly type: number; readonly bytes: Uint8Array }
  | { readonly state: 'unreadable'; readonly win32: number };

/** What to put there: exact bytes, or nothing (then `missingKeys` trailing keys that are empty go too). */
export type RawImage = Exclude<RawReading, { state: 'unreadable' }>;

/** 0 is success; anything else the Win32 status. */
export type Win32 = number;

export interface SettingsStore {
  /** One pass over the whole catalogue. */
  readAll(): Promise<Readonly<Record<ValueId, { readonly reading: RawReading; readonly management: Management }>>>;
  read(id: ValueId): Promise<RawReading>;
  write(id: WritableValueId, image: RawImage): Promise<Win32>;
}

export interface WinHttpStore {
  /** The default proxy as WinHTTP itself gives it to a program of 64 bits, to be compared with what is stored. */
  read(): Promise<WinHttpProxy | { readonly win32: Win32 }>;
  /** Sets the machine's default proxy by the API; the stored bytes are then read with `settings.read('winhttp.machine')`. */
  write(proxy: WinHttpProxy): Promise<Win32>;
  /** What `netsh winhttp set advproxy` left; null where this system has no such thing. Bounded; writes nothing. */
  leftover(): Promise<AdvProxy | null>;
  /** Asks which proxy a PAC script, or the one that WPAD finds, gives for an address. */
  resolve(url: string, script: ProxyScript, options: ResolveOptions): Promise<ProxyForUrl>;
}

export type ProxyScript = { readonly pacUrl: string } | 'wpad';

export interface ResolveOptions {
  /** 1 to 600 000 ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Which proxy a script gives for an address. `named` is WinHTTP's list (`p1:8080;p2:8080`), without what comes after a
 * DIRECT in it; `failed` has WinHTTP's error: 12180 no script found by WPAD, 12167 it could not be downloaded,
 * 12166 it is faulty, 12178 no proxy for this address, 12015 its server wants a sign-in.
 */
export type ProxyForUrl =
  | { readonly kind: 'direct' }
  | { readonly kind: 'named'; readonly proxy: string; readonly bypass: string }
  | { readonly kind: 'failed'; readonly win32: Win32 }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' };

/** The MDI v2 sensor's configuration file, found by the path of the `AATPSensor` service each time. */
export interface SensorStore {
  read(): Promise<SensorFile>;
  /** Replaces the file by one rename; ACL and owner are kept. */
  write(bytes: Uint8Array): Promise<Win32>;
  /**
   * The certificate of this SHA-1 (hexadecimal, in any case) in LocalMachine\My, public part only; an ordinary user can
   * read it. The sensor keeps its proxy password encrypted for it.
   */
  certificate(thumbprint: string): Promise<SensorCertificate>;
}

export type SensorCertificate =
  | { readonly state: 'found'; readonly der: Uint8Array }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly win32: number };

export type SensorFile =
  | { readonly state: 'not-installed' }
  | { readonly state: 'unreadable'; readonly win32: number }
  | { readonly state: 'too-large'; readonly path: string }
  | { readonly state: 'read'; readonly path: string; readonly version: string | null; readonly bytes: Uint8Array };

/** Largest sensor configuration that is read, in bytes. */
export const sensorFileLimit = 256 * 1024;

export interface ServiceControl {
  list(): Promise<readonly ServiceFact[]>;
  /** Stops a service and what depends on it, and waits, at most 60 s. Already stopped is success. */
  stop(name: ServiceName): Promise<Win32>;
  /** Starts a service and waits until it runs, at most 60 s. Already running is success. */
  start(name: ServiceName): Promise<Win32>;
}

/** What the services themselves show of their traffic. Read only; every question is bounded in time and size. */
export interface EvidenceSource {
  /** The connections of the watched programs as they are now. */
  connections(): Promise<ConnectionsSeen>;
  /** Addresses of a proxy's host, as this system resolves it; null where it could not. */
  addresses(host: string): Promise<readonly string[] | null>;
  /** The latest events of the MDE sensor's log that tell of contacts. */
  senseEvents(): Promise<SenseEventsSeen>;
  /** The end of the error logs of the MDI v2 sensor. */
  sensorLog(): Promise<SensorLogSeen>;
  /** Runs the antivirus' own test of its cloud, at most 14 s; needs administrator rights. */
  mapsTest(signal?: AbortSignal): Promise<MapsTestSeen>;
  /** Whether the PowerShell module with the sensor's own test is installed for all users. */
  sensorModule(): Promise<SensorModule>;
  bootedAt(): Promise<Date | null>;
}

/**
 * Runs this very program once as the accounts of the services, to see the network as they do. The part with rights calls
 * `run`; the part that was started calls the others.
 */
export interface AccountRuns {
  /** Whether the account is only acted: the lab has no accounts. */
  readonly simulated: boolean;
  /** Which service account runs this process, by the SID of its token and nothing else; null for any other. */
  self(): Promise<ServiceAccount | null>;
  /**
   * Starts the accounts, waits for their answers, and takes away all that it made, also what a program that was killed
   * has left. Answers come as bytes that are not to be trusted.
   */
  run(
    request: AccountRequest,
    options: AccountRunOptions,
  ): Promise<Result<Readonly<Record<ServiceAccount, AccountRan>>>>;
  /** The request of a run, as bytes. */
  request(run: string): Promise<Result<Uint8Array>>;
  answer(run: string, account: ServiceAccount, bytes: Uint8Array): Promise<Result<null>>;
  /** WinINET's settings of the account that runs this process. */
  ownRoute(account: ServiceAccount): Promise<OwnRoute>;
}

export interface AccountRunOptions {
  /** For the answer of each account, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends them; an account that has not answered by then is told as that, or by what of it could not be taken away. */
  readonly signal?: AbortSignal;
}

/** `answer` null: there is none, and why; with an answer the problem is what could not be taken away. */
export interface AccountRan {
  readonly answer: Uint8Array | null;
  readonly problem: Problem | null;
}

export interface TrustEngine {
  /** Judges a chain as presented (DER, in the peer's order) for a host name; nothing is fetched. */
  judge(chain: readonly Uint8Array[], host: string): Promise<Trust>;
}

export type ElevationResult =
  | { readonly kind: 'exited'; readonly code: number }
  /** Win32 1223 and only that: declined, or the prompt closed itself. */
  | { readonly kind: 'not-confirmed' }
  /** The portable copy lies where others may exchange it: nothing of it is ever given rights. */
  | { readonly kind: 'portable'; readonly folder: string }
  | { readonly kind: 'failed'; readonly win32: number; readonly detail: string };

export interface Elevation {
  /**
   * Makes ready what `run` needs before it can ask, because a person waits for that: called when a change is shown.
   * Starts no program, shows nothing, keeps no process alive, and may be called any number of times; never fails.
   */
  prepare(): void;
  /**
   * Runs the console program with administrator rights and waits for its end; no time limit on the prompt. `cancel`: from
   * when it is aborted until the end the started program can see that it is to end, for which the tests as the accounts
   * look; it closes no prompt.
   */
  run(argv: ElevatedArgv, cancel?: AbortSignal): Promise<ElevationResult>;
  /** In the started program: whether whoever started it wants the tests of this run ended. Asked for again and again. */
  isCancelled(run: string): boolean;
}

/** The only shapes in which the console program is started with rights. A lab run is marked by the lab itself. */
export type ElevatedArgv =
  | readonly ['apply', '--plan', string, '--digest', string]
  | readonly ['undo', '--run', string]
  | readonly ['detect', '--run', string]
  | AccountRunArgv;
