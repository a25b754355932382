import { type Draft, nothing, type Part, together } from './part.ts';
import type { Readings } from './snapshot.ts';

/** The restarts without which what was written is not read; a service that does not run needs none. */
export function restartPart(readings: Readings, operations: readonly Draft[]): Part {
  const reasons = new Set(operations.map((operation) => operation.reason));
  // The sensor's own operation stops and starts the services by itself, but the accounts are written after it.
  const sensor =
    reasons.has('legacy-in-place') ||
    (reasons.has('strong-crypto') && !operations.some((operation) => operation.kind === 'sensor'));
  const telemetry = operations.find(
    (operation) =>
      operation.kind === 'value' &&
      (operation.value === 'mde.telemetryProxyServer' || operation.value === 'mde.disableEnterpriseAuthProxy'),
  );
  return together(
    telemetry === undefined ? nothing : restart(readings, 'DiagTrack', telemetry.product),
    sensor ? restart(readings, 'AATPSensorUpdater', 'mdi') : nothing,
  );
}

function restart(readings: Readings, service: 'AATPSensorUpdater' | 'DiagTrack', product: Draft['product']): Part {
  const state = readings.services.find((found) => found.name === service)?.state ?? 'not-installed';
  if (state === 'not-installed' || state === 'stopped') return nothing;
  const about: Pick<Draft, 'citation' | 'services'> =
    service === 'DiagTrack'
      ? { citation: 'general-knowledge', services: ['diagtrack'] }
      : { citation: 'mdi-legacy-proxy', services: ['mdi-sensor', 'mdi-updater'] };
  const operation: Draft = {
    kind: 'restart',
    product,
    reason: 'restart-to-read',
    alsoAffects: 'nobody',
    service,
    ...about,
  };
  return { ...nothing, operations: [operation] };
}
