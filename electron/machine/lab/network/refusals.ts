import type { ProxyBehaviour } from '../scenarios/scenario.ts';

/** What a proxy says instead of relaying, in the words and headers of squid. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const html = ['Content-Type', 'text/html; charset=utf-8'] as const;
const page = (title: string, text: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>\n`;

export const badRequest: Refusal = {
  status: 400,
  reason: 'Bad Request',
  headers: [html, ['X-Squid-Error', 'ERR_INVALID_URL 0']],
  body: page('Bad Request', 'The requested address is not a whole http address.'),
};

export const badGateway: Refusal = {
  status: 502,
  reason: 'Bad Gateway',
  headers: [html, ['X-Squid-Error', 'ERR_DNS_FAIL 0']],
  body: page('Host not found', 'The proxy cannot find a server of this name and port.'),
};

/** What a proxy of this behaviour says to every request; null: it lets it through. */
export function refusal(behaviour: Exclude<ProxyBehaviour, 'silent'>): Refusal | null {
  switch (behaviour) {
    case 'pass':
    case 'inspect':
      return null;
    case 'block':
      return {
        status: 403,
        reason: 'Forbidden',
        headers: [html, ['X-Squid-Error', 'ERR_ACCESS_DENIED 0']],
        body: page('Access denied', 'Contoso web access policy: this destination is not on the allow-list.'),
      };
    case 'login':
      return {
        status: 407,
        reason: 'Proxy Authentication Required',
        headers: [
          html,
          ['X-Squid-Error', 'ERR_CACHE_ACCESS_DENIED 0'],
          ['Proxy-Authenticate', 'Negotiate'],
          ['Proxy-Authenticate', 'NTLM'],
          ['Proxy-Authenticate', 'Basic realm="Contoso proxy"'],
        ],
        body: page('Sign-in required', 'The proxy lets only known users out.'),
      };
    case 'unavailable':
      return {
        status: 503,
        reason: 'Service Unavailable',
        headers: [html, ['X-Squid-Error', 'ERR_CANNOT_FORWARD 0']],
        body: page('Unable to forward', 'The proxy has no way to forward this request.'),
      };
    default:
      return behaviour satisfies never;
  }
}
