import { sensorHost, sensorVersion } from '../scenarios/blocks.ts';
import type { LabNetwork } from '../scenarios/scenario.ts';

/** What a server of the Internet answers. */
interface OriginAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** A kind of server in the lab's Internet: its names, its certificate chain, and what its paths answer when healthy. */
export interface Origin {
  readonly names: RegExp;
  readonly port: 80 | 443;
  readonly chain: 'azure' | 'microsoft-2011' | null;
  readonly answer: (path: string, network: LabNetwork) => OriginAnswer;
}

/** The origin of a name and port, or null where the lab's Internet has none. */
export function originOf(host: string, port: number): Origin | null {
  return origins.find((origin) => origin.port === port && origin.names.test(host.toLowerCase())) ?? null;
}

type Row = readonly [path: RegExp, status: number, body?: string];

/** The first fitting row; `otherwise` for every other path. */
function rows(table: readonly Row[], otherwise: number, server = 'Microsoft-IIS/10.0'): Origin['answer'] {
  return (path) => {
    const [, status, body] = table.find(([pattern]) => pattern.test(path)) ?? [null, otherwise];
    return plain(status, server, body ?? '');
  };
}

function plain(status: number, server: string, body: string): OriginAnswer {
  return { status, headers: { server, 'content-type': 'text/plain' }, body };
}

const ping = /^\/tri\/sensor\/api\/ping(?:\?|$)/;

/** HTTP.sys answers like this where no application listens; the ping of older workspaces looks the same. */
const httpSys503: OriginAnswer = {
  status: 503,
  headers: { server: 'Microsoft-HTTPAPI/2.0', 'content-type': 'text/html; charset=us-ascii', connection: 'close' },
  body: '<HTML><HEAD><TITLE>Service Unavailable</TITLE></HEAD>\r\n<BODY><h2>Service Unavailable</h2>\r\n<hr><p>HTTP Error 503. The service is unavailable.</p>\r\n</BODY></HTML>\r\n',
};

function sensorApi(path: string, { sensorPing }: LabNetwork): OriginAnswer {
  if (ping.test(path) && sensorPing === 200)
    return {
      status: 200,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        vary: 'Accept-Encoding',
        'set-cookie': ['INGRESSCOOKIE=5f1d0c7a|a1b2c3; Path=/; Secure; HttpOnly'],
      },
      body: sensorVersion,
    };
  return path === '/' || ping.test(path) ? httpSys503 : plain(404, 'Kestrel', '');
}

const blob: Origin['answer'] = () => ({
  status: 400,
  headers: {
    server: 'Microsoft-HTTPAPI/2.0',
    'content-type': 'application/xml',
    'x-ms-request-id': '6d3c1f52-001e-0045-5b8e-0a1b2c000000',
  },
  body: '<?xml version="1.0" encoding="utf-8"?><Error><Code>InvalidQueryParameterValue</Code></Error>',
});

const workspace = sensorHost.split('.')[0] ?? '';
const anyGeography = '(?:us|eu|uk|au)';

const origins: readonly Origin[] = [
  {
    names: new RegExp(`^${workspace}\\.(?:gcc\\.)?atp\\.azure\\.(?:com|us)$`),
    port: 443,
    chain: 'azure',
    answer: sensorApi,
  },
  {
    names: new RegExp(`^edr-[a-z]{2,3}3?\\.${anyGeography}\\.endpoint\\.security\\.microsoft\\.com$`),
    port: 443,
    chain: 'microsoft-2011',
    answer: rows(
      [
        [/^\/edr\/commands\/test$/, 200],
        [/^\/edr\/cnc\/identity\/api$/, 500],
        [/^\/storage\/[a-z0-9]+\/$/, 400],
      ],
      404,
    ),
  },
  {
    names: new RegExp(`^mdav\\.${anyGeography}\\.endpoint\\.security\\.microsoft\\.com$`),
    port: 443,
    chain: 'microsoft-2011',
    answer: rows(
      [
        [/^\/storage\/[a-z0-9]+\/$/, 400],
        [/^\/(?:packages\/|ecs\/config\/|xplat\/api\/report)/, 200],
      ],
      404,
    ),
  },
  {
    names: new RegExp(`^${anyGeography}\\d?-v20\\.events\\.endpoint\\.security\\.microsoft\\.com$`),
    port: 443,
    chain: 'microsoft-2011',
    answer: rows([[/^\/ping$/, 200]], 404),
  },
  {
    names: /^winatp-gw-[a-z0-9]{3,5}\.microsoft\.com$/,
    port: 443,
    chain: 'microsoft-2011',
    answer: rows([[/^(?:\/commands)?\/test$/, 200]], 404),
  },
  {
    names: /^(?:[a-z0-9]+\.(?:cp|ss)\.wd\.microsoft\.(?:com|us)|wdcp(?:alt)?\.microsoft\.com)$/,
    port: 443,
    chain: 'microsoft-2011',
    answer: rows([], 404),
  },
  {
    names: /^(?:(?:[a-z0-9]+(?:-v20)?\.)?events|[a-z]{2}\.vortex-win|vortex-win|settings-win)\.data\.microsoft\.com$/,
    port: 443,
    chain: 'microsoft-2011',
    answer: rows(
      [
        [/^\/ping$/, 200],
        [/^\/collect\/v1$/, 400],
        [/^\/OneCollector\/1\.0$/, 405],
      ],
      404,
    ),
  },
  {
    names: /^[a-z0-9]{3,24}\.blob\.core\.(?:windows\.net|usgovcloudapi\.net)$/,
    port: 443,
    chain: 'azure',
    answer: blob,
  },
  {
    names: /^(?:www|go|download|definitionupdates|fe3cr\.delivery\.mp)\.microsoft\.com$/,
    port: 443,
    chain: 'azure',
    answer: rows([], 200),
  },
  {
    names: /^(?:login\.microsoftonline\.com|login\.live\.com|enterpriseregistration\.windows\.net)$/,
    port: 443,
    chain: 'azure',
    answer: rows([], 200),
  },
  {
    names: /^www\.msftconnecttest\.com$/,
    port: 80,
    chain: null,
    answer: rows([[/^\/connecttest\.txt$/, 200, 'Microsoft Connect Test']], 404),
  },
  {
    names: /^(?:crl|mscrl|www|oneocsp)\.microsoft\.com$|^ocsp\.msocsp\.com$/,
    port: 80,
    chain: null,
    answer: rows([[/^\/pki(?:ops)?\/.+/, 200]], 404, 'ECAcc'),
  },
  {
    names: /^(?:crl3|crl4|ocsp|cacerts)\.digicert\.com$/,
    port: 80,
    chain: null,
    answer: rows([], 200, 'ECAcc'),
  },
  {
    names: /^download\.windowsupdate\.com$/,
    port: 80,
    chain: null,
    answer: rows([], 404, 'ECAcc'),
  },
  {
    names: /^ctldl\.windowsupdate\.com$/,
    port: 80,
    chain: null,
    answer: rows([[/^\/msdownload\/update\/v3\/static\/trustedr\/en\/[a-z]+\.cab$/, 200]], 403, 'ECAcc'),
  },
];
