import { type ConnectionSettings, encodeConnectionSettings } from '../codecs/connection-settings.ts';
import { binaryImage } from '../codecs/registry-data.ts';
import { type Blob, blobOf, namesProxy } from '../effective/wininet.ts';
import type { Reason } from './operation.ts';
import { blocked, nothing, type Part, together } from './part.ts';
import type { Readings } from './snapshot.ts';
import { type About, valuePart } from './value-part.ts';

/** The four blobs of the legacy method: both mirrors of both accounts. The string copies beside them are left alone. */
const blobIds = {
  localSystem: ['wininet.localSystem.connection', 'wininet.localSystem.legacy'],
  localService: ['wininet.localService.connection', 'wininet.localService.legacy'],
} as const;
type Account = keyof typeof blobIds;
type BlobId = (typeof blobIds)[Account][number];
const accounts = ['localSystem', 'localService'] as const;

const of: Readonly<Record<Account, Pick<About, 'services' | 'alsoAffects'>>> = {
  localSystem: { services: ['mdi-updater', 'mdav-cloud'], alsoAffects: 'all-local-system' },
  localService: { services: ['mdi-sensor'], alsoAffects: 'all-local-service' },
};

const blobAt = (readings: Readings, id: BlobId): Blob => blobOf(readings.settings[id].reading);

/** What stands in the way of changing the accounts' settings in place: each of the four has to be understood. */
export function accountObstacles(readings: Readings): Part {
  return together(
    ...accounts.flatMap((account) =>
      blobIds[account].map((id) => {
        const blob = blobAt(readings, id);
        if (blob.state === 'unreadable') return blocked({ kind: 'unreadable', value: id, win32: blob.win32 });
        return blob.state === 'malformed' ? blocked({ kind: 'malformed-account-blob', value: id }) : nothing;
      }),
    ),
  );
}

/** Whether one of the accounts names a proxy or a PAC file, so that the legacy method is in use. */
export function accountsNameProxy(readings: Readings): boolean {
  return accounts.some((account) => {
    const blob = blobAt(readings, blobIds[account][0]);
    return blob.state === 'ok' && namesProxy(blob.settings);
  });
}

/** Writes all four in place. A blob that has no bypass list gets that of the others, so that both accounts agree. */
export function rewriteAccounts(
  readings: Readings,
  next: (current: ConnectionSettings | null, bypass: string) => ConnectionSettings,
): Part {
  const all = accounts.flatMap((account) => blobIds[account]).map((id) => usableBypass(blobAt(readings, id)));
  const common = all.find((bypass) => bypass !== '') ?? '';
  return eachBlob(readings, 'legacy-in-place', (blob) =>
    next(blob.state === 'ok' ? blob.settings : null, usableBypass(blob) || common),
  );
}

/** Takes the proxy out of those blobs that name one. */
export function clearAccounts(
  readings: Readings,
  reason: Extract<Reason, 'legacy-cleared' | 'legacy-in-place'>,
  next: (current: ConnectionSettings) => ConnectionSettings,
): Part {
  return eachBlob(readings, reason, (blob) =>
    blob.state === 'ok' && namesProxy(blob.settings) ? next(blob.settings) : null,
  );
}

function eachBlob(readings: Readings, reason: Reason, next: (blob: Blob) => ConnectionSettings | null): Part {
  const part = together(
    ...accounts.flatMap((account) =>
      blobIds[account].map((id) => {
        const settings = next(blobAt(readings, id));
        if (settings === null) return nothing;
        const about: About = { product: 'mdi', reason, citation: 'mdi-legacy-proxy', ...of[account] };
        return valuePart(readings, id, binaryImage(encodeConnectionSettings(settings)), about);
      }),
    ),
  );
  return part.operations.length === 0 ? part : together(part, { ...nothing, cautions: ['legacy-affects-account'] });
}

/** A bypass list with a (masked) credential in it is not one that can be written again. */
function usableBypass(blob: Blob): string {
  return blob.state === 'ok' && !/@|%(?:25)*40/i.test(blob.settings.bypass) ? blob.settings.bypass : '';
}
