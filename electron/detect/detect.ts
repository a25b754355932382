import { hexOf } from '../core/codecs/registry-data.ts';
import { parseSensorConfiguration } from '../core/codecs/sensor-configuration.ts';
import { findingsOf } from '../core/effective/findings.ts';
import { effectiveProxies } from '../core/effective/resolve.ts';
import { onboardingOf } from '../core/plan/onboarding.ts';
import type { WinHttpProxy } from '../core/plan/operation.ts';
import { maskedAgents } from '../core/plan/other-agents.ts';
import { productsOf } from '../core/plan/products.ts';
import type { Readings, SensorReading, Snapshot } from '../core/plan/snapshot.ts';
import type { AdvProxy } from '../core/settings/adv-proxy.ts';
import { entryOf, type ValueId, valueIds } from '../core/settings/catalogue.ts';
import type { Reading, Setting } from '../core/settings/reading.ts';
import { maskText, seal } from '../core/settings/seal.ts';
import type { WinHttpAnswer } from '../core/settings/winhttp-answer.ts';
import { sha256 } from '../disk/sha256.ts';
import { utf8Text } from '../disk/utf8-text.ts';
import type { Machine, RawReading, SensorFile } from '../machine/machine.ts';

export interface DetectContext {
  readonly now: () => Date;
  readonly newId: () => string;
}

/**
 * Looks at the machine once and says what was found and what each service will therefore use. SECURITY: stored texts
 * that may hold a secret are sealed here, before anything leaves this function; nothing behind it sees their bytes.
 */
export async function detect(machine: Machine, { now, newId }: DetectContext): Promise<Snapshot> {
  const takenAt = now().toISOString();
  // Another program answers the first of these, so it goes on while this one reads.
  const [advProxy, answer, facts, services, senseIdentity, sensor, otherAgents, stored] = await Promise.all([
    machine.winhttp.leftover(),
    machine.winhttp.read(),
    machine.facts(),
    machine.services.list(),
    machine.senseIdentity(),
    machine.sensor.read(),
    machine.otherAgents(),
    machine.settings.readAll(),
  ]);
  const settings = Object.fromEntries(
    valueIds.map((id): [ValueId, Setting] => {
      const { reading, management } = stored[id];
      return [id, { reading: sealed(id, reading), management }];
    }),
  ) as Record<ValueId, Setting>; // one entry for every id
  const readings: Readings = {
    schema: 1,
    id: newId(),
    takenAt,
    machine: facts,
    services: [...services],
    senseIdentity,
    sensor: sensorReading(sensor),
    otherAgents: maskedAgents(otherAgents),
    onboarding: onboardingOf(opened(stored['mde.onboardedInfo'].reading), opened(stored['mde.onboardingInfo'].reading)),
    settings,
    winHttpAnswer: winHttpAnswer(answer),
    advProxy: advProxy === null ? null : withoutSecrets(advProxy),
  };
  const effective = effectiveProxies(readings);
  return { ...readings, products: productsOf(readings), effective, findings: findingsOf(readings, effective) };
}

/** SECURITY: the whole value, with the tenant's identifiers; only what is derived from it may leave `detect`. */
function opened(raw: RawReading): Reading {
  return raw.state === 'present' ? { state: 'present', type: raw.type, hex: hexOf(raw.bytes) } : raw;
}

function sealed(id: ValueId, raw: RawReading): Reading {
  return raw.state === 'present' ? seal(raw.type, raw.bytes, entryOf(id).sensitivity, sha256) : raw;
}

function winHttpAnswer(answer: WinHttpProxy | { readonly win32: number }): WinHttpAnswer {
  if ('win32' in answer) return { state: 'unreadable', win32: answer.win32 };
  if (answer.access === 'direct') return { state: 'direct' };
  return { state: 'named', proxy: masked(answer.proxy), bypass: masked(answer.bypass) };
}

function withoutSecrets(found: AdvProxy): AdvProxy {
  const text = (value: string | null) => (value === null ? null : masked(value));
  return { ...found, proxy: text(found.proxy), bypass: text(found.bypass), pacUrl: text(found.pacUrl) };
}

const masked = (text: string): string => maskText(text).text.slice(0, 4096);

/** The sensor's file without what it keeps secret. A file that cannot be understood is malformed, never guessed. */
function sensorReading(file: SensorFile): SensorReading {
  switch (file.state) {
    case 'not-installed':
    case 'unreadable':
      return file;
    case 'too-large':
      return { state: 'malformed', path: file.path, fault: 'too-large' };
    case 'read': {
      const text = utf8Text(file.bytes);
      const parsed = text === null ? null : parseSensorConfiguration(text);
      if (parsed === null) return { state: 'malformed', path: file.path, fault: 'not-utf8' };
      if (parsed.state !== 'ok') return { state: 'malformed', path: file.path, fault: parsed.fault };
      const { proxy, apiHost, certificateThumbprint: thumbprint } = parsed;
      const { path, version, bytes } = file;
      return { state: 'read', path, version, sha256: sha256(bytes), proxy, apiHost, thumbprint };
    }
    default:
      return file satisfies never;
  }
}
