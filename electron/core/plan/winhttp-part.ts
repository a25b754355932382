import { bypasses } from '../codecs/bypass-list.ts';
import { meansWinHttp, winHttpCopy } from '../effective/winhttp.ts';
import { asWinHttpProxy } from '../settings/grammar.ts';
import type { Intent } from './intent.ts';
import type { WinHttpProxy } from './operation.ts';
import { nothing, type Part, together } from './part.ts';
import type { Readings } from './snapshot.ts';
import { guarded } from './value-part.ts';
import { proxyOf } from './wanted-proxy.ts';

const common = {
  product: 'windows',
  services: ['revocation', 'windows-update', 'sense', 'diagtrack', 'mdav-cloud', 'mdi-v3'],
} as const;

/** The machine-wide WinHTTP proxy, and the copy of 32-bit programs wherever there is one, or where it is asked for. */
export function winHttpPart(readings: Readings, intent: Intent): Part {
  const { winhttp } = intent;
  if (winhttp === null || winhttp.route.kind === 'keep') return nothing;
  const wanted: WinHttpProxy =
    winhttp.route.kind === 'static' ? asWinHttpProxy(proxyOf(winhttp.route), winhttp.bypass) : { access: 'direct' };
  const copy64 = winHttpCopy(readings.settings['winhttp.machine'].reading);
  const fits = meansWinHttp(copy64, wanted);
  const main = fits ? nothing : mainPart(readings, wanted, winhttp.bypass);
  if (main.blockers.length > 0) return main;
  // Apply copies the bytes that Windows keeps, so what the 32-bit operation promises is what stands there by then.
  const after: WinHttpProxy =
    fits && copy64.state === 'named' ? { access: 'named', proxy: copy64.proxy, bypass: copy64.bypass } : wanted;
  return together(main, copyPart(readings, after, winhttp.also32Bit));
}

function mainPart(readings: Readings, after: WinHttpProxy, bypass: readonly string[]): Part {
  const part = guarded(readings, 'winhttp.machine', (before) => ({
    kind: 'winhttp',
    ...common,
    services: [...common.services],
    reason: after.access === 'direct' ? 'winhttp-direct' : 'winhttp-proxy',
    citation: 'winhttp-default-proxy',
    alsoAffects: 'all-winhttp-services',
    before,
    after,
  }));
  if (part.operations.length === 0) return part;
  const { domain } = readings.machine;
  const uncovered = after.access === 'named' && domain !== null && !bypasses(bypass, `dc.${domain}`);
  const cautions = ['winhttp-affects-all-services', ...(uncovered ? (['bypass-lacks-domain'] as const) : [])] as const;
  return together(part, { ...nothing, cautions });
}

function copyPart(readings: Readings, after: WinHttpProxy, asked: boolean): Part {
  const copy32 = winHttpCopy(readings.settings['winhttp.machine32'].reading);
  if (meansWinHttp(copy32, after) || (copy32.state === 'absent' && !asked)) return nothing;
  return guarded(readings, 'winhttp.machine32', (before) => ({
    kind: 'winhttp-32',
    product: common.product,
    services: [],
    reason: 'winhttp-32-follows',
    citation: 'general-knowledge',
    alsoAffects: 'all-32bit-winhttp',
    before,
    after,
  }));
}
