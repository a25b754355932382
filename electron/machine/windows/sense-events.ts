import type { SenseEventsSeen } from '../../core/evidence/facts.ts';
import { longestSenseEvent, parseSenseEvent, type SenseEvent, senseEventIds } from '../../core/evidence/sense-event.ts';
import { openNative } from './native.ts';

const channel = 'Microsoft-Windows-SENSE/Operational';
const query = `*[System[(${senseEventIds.map((id) => `EventID=${id}`).join(' or ')})]]`;
const channelPath = 0x1; // EvtQueryChannelPath
const newestFirst = 0x200; // EvtQueryReverseDirection
const asXml = 1; // EvtRenderEventXml
const noMoreItems = 259;
/** Most events that are read, and how long each batch may take, in milliseconds. */
const mostEvents = 64;
const batch = 16;
const batchMs = 500;

/**
 * The latest contacts of the MDE sensor as its log has them, the newest first.
 * https://learn.microsoft.com/windows/win32/wes/querying-for-events
 */
export function senseEvents(): SenseEventsSeen {
  const { koffi, lastError } = openNative();
  const wevtapi = koffi.load('wevtapi.dll');
  const evtQuery = wevtapi.func('void* __stdcall EvtQuery(void* session, str16 path, str16 query, uint32 flags)');
  const evtNext = wevtapi.func(
    'bool __stdcall EvtNext(void* results, uint32 size, _Out_ uint64* events, uint32 timeout, uint32 flags, _Out_ uint32* returned)',
  );
  const evtRender = wevtapi.func(
    'bool __stdcall EvtRender(void* context, uint64 event, uint32 flags, uint32 size, _Out_ uint16_t* buffer, _Out_ uint32* used, _Out_ uint32* properties)',
  );
  const evtCloseResults = wevtapi.func('bool __stdcall EvtClose(void* handle)');
  const evtClose = wevtapi.func('bool __stdcall EvtClose(uint64 handle)');

  const buffer = new Uint16Array(longestSenseEvent);
  const rendered = (event: bigint): SenseEvent | null => {
    const used: [number] = [0];
    // One that is longer than any of ours is none of ours.
    const known: boolean = evtRender(null, event, asXml, buffer.byteLength, buffer, used, [0]);
    return known ? parseSenseEvent(textOf(buffer, Math.floor(used[0] / 2))) : null;
  };

  const results: bigint | null = evtQuery(null, channel, query, channelPath | newestFirst);
  if (results === null) return { state: 'unread', win32: lastError() };
  try {
    const events: SenseEvent[] = [];
    for (let read = 0; read < mostEvents; read += batch) {
      const handles = new BigUint64Array(batch);
      const returned: [number] = [0];
      const more: boolean = evtNext(results, batch, handles, batchMs, 0, returned);
      const win32 = more ? 0 : lastError();
      for (const handle of handles.subarray(0, more ? returned[0] : 0)) {
        const event = rendered(handle);
        if (event !== null) events.push(event);
        evtClose(handle);
      }
      if (win32 === noMoreItems) break;
      if (win32 !== 0) return { state: 'unread', win32 };
    }
    return { state: 'read', events };
  } finally {
    evtCloseResults(results);
  }
}

/** Up to its terminator. */
function textOf(units: Uint16Array, length: number): string {
  const text = new TextDecoder('utf-16le').decode(units.subarray(0, Math.min(length, units.length)));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
