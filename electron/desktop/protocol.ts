import { readFileSync } from 'node:fs';
import type { Protocol } from 'electron';
import { ticketPolicy, wizardPolicy } from './content-security-policy.ts';
import { scheme } from './origin.ts';
import { pageFile } from './page-file.ts';

/** Has to run before the app is ready. `standard` gives the scheme hosts and a real origin, `secure` a secure context. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

interface Pages {
  /** The folder of the built page. */
  readonly folder: string;
  /** The HTML of a made ticket, or null where there is none with that id. */
  readonly ticketHtml: (ticket: string) => Promise<string | null>;
}

/** Serves `app://wizard/…` from the built page and `app://ticket/<id>` from what is held; everything else is not found. */
export function servePages(protocol: Pick<Protocol, 'handle'>, pages: Pages): void {
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (request.method !== 'GET') return notFound();
    switch (host) {
      case 'wizard':
        return wizard(pages.folder, request.url);
      case 'ticket': {
        const html = await pages.ticketHtml(pathname.slice(1));
        return html === null ? notFound() : answer(html, 'text/html; charset=utf-8', ticketPolicy);
      }
      default:
        return notFound();
    }
  });
}

function wizard(folder: string, address: string): Response {
  const found = pageFile(folder, address);
  if (found === null) return notFound();
  try {
    // At once: while the window opens, each turn of Electron's loop is long, and a file of the page takes less.
    return answer(readFileSync(found.file), found.contentType, wizardPolicy);
  } catch {
    return notFound();
  }
}

/** SECURITY: every answer carries a policy; without `nosniff` a ticket's text could be taken for a script. */
function answer(body: string | Buffer<ArrayBuffer>, contentType: string, policy: string, status = 200): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': contentType,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  });
}

function notFound(): Response {
  return answer('', 'text/plain; charset=utf-8', wizardPolicy, 404);
}
