import { dwordImage, szImage } from '../codecs/registry-data.ts';
import { asMdavProxy, asMdiProxyUrl, asTelemetryProxy, asWinHttpProxy } from '../settings/grammar.ts';
import { valueCommand, winHttpCommand } from '../wording/commands.ts';
import { installerCommand, moduleSignIn, sensorCommands } from '../wording/sensor-commands.ts';

/** The example of the whole help: one proxy, written by the product's own code in the form of each place. */
const proxy = { host: 'proxy.contoso.com', port: 8080 };

export const example = {
  mdiUrl: asMdiProxyUrl(proxy),
  telemetry: asTelemetryProxy(proxy),
  mdav: asMdavProxy(proxy),
  workspaceHost: 'contoso-corpsensorapi.atp.azure.com',
  install: installerCommand(asMdiProxyUrl(proxy)),
  signIn: moduleSignIn(asMdiProxyUrl(proxy), 'CONTOSO\\svcProxy'),
  setTelemetry: valueCommand('mde.telemetryProxyServer', szImage(asTelemetryProxy(proxy))),
  noUserProxy: valueCommand('mde.disableEnterpriseAuthProxy', dwordImage(1)),
  preferStatic: valueCommand('mde.preferStaticProxy', dwordImage(1)),
  setMdav: valueCommand('mdav.policy.proxyServer', szImage(asMdavProxy(proxy))),
  sslOptions: valueCommand('mdav.policy.sslOptions', dwordImage(2)),
  setWinHttp: winHttpCommand(asWinHttpProxy(proxy, ['<local>', '*.contoso.com'])),
  resetWinHttp: winHttpCommand({ access: 'direct' }),
  setSensor: sensorCommand({ url: asMdiProxyUrl(proxy), signIn: { kind: 'none' } }),
  clearSensor: sensorCommand(null),
} as const;

function sensorCommand(after: Parameters<typeof sensorCommands>[0]['after']): readonly string[] {
  const nobody = { id: 1, product: 'mdi', reason: 'sensor-proxy', citation: 'mdi-configure-proxy' } as const;
  const before = { sha256: '0'.repeat(64), proxy: null };
  return sensorCommands({ kind: 'sensor', ...nobody, services: [], alsoAffects: 'nobody', before, after }, null);
}
