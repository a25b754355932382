import { createServer } from 'node:net';
import type { Dial, Machine } from '../../machine.ts';
import type { Pki } from '../pki/pki.ts';
import type { LabNetwork, ProxyBehaviour } from '../scenarios/scenario.ts';
import { closedPort, type Listening, listen, loopback } from './loopback.ts';
import { networkLog } from './network-log.ts';
import { startHttpOrigin, startTlsOrigin } from './origin-servers.ts';
import { originOf } from './origins.ts';
import { portsFile } from './ports-file.ts';
import { startProxy } from './proxy-server.ts';

/** The servers that this process runs for the lab: made at the first use of a name, ended by `close`. */
export interface RunningNetwork {
  readonly route: Machine['route'];
  close(): Promise<void>;
}

const refused: Dial = { address: loopback, port: closedPort };

export function labNetwork(folder: string, network: LabNetwork, openPki: () => Promise<Pki>): RunningNetwork {
  const log = networkLog(folder);
  const ports = portsFile(folder);
  const arrivedBy = new Map<number, string>();
  const running = new Map<string, Promise<Listening>>();

  /** The loopback port of a server, which starts when it is first asked for. */
  const portOf = async (name: string, start: () => Promise<Listening>): Promise<number> => {
    let server = running.get(name);
    if (server === undefined) {
      server = start().then(async (started) => {
        await ports.note(name, started.port);
        return started;
      });
      running.set(name, server);
    }
    return (await server).port;
  };
  const originPort = (port: 80 | 443) =>
    portOf(`*:${port}`, async () => {
      const context = { network, log, arrivedBy };
      return port === 443 ? startTlsOrigin(context, await openPki()) : startHttpOrigin(context);
    });
  const silentPort = () => portOf('silent', () => listen(createServer((socket) => socket.resume())));
  const proxyPort = (name: string, behaviour: ProxyBehaviour) =>
    behaviour === 'silent'
      ? silentPort()
      : portOf(name, () => startProxy({ name, behaviour, log, arrivedBy, originPort, openPki }));

  const toOrigin = async (host: string, port: number): Promise<number> => {
    if (network.egress === 'dropped') return silentPort();
    if (network.egress === 'refused' || originOf(host, port) === null) return closedPort;
    return originPort(port === 443 ? 443 : 80);
  };

  return {
    async route({ host, port, role }) {
      const name = `${host.toLowerCase()}:${port}`;
      const external = await ports.external(name);
      if (external !== null) return external;
      const behaviour = proxies(network).get(name);
      if (role === 'origin') return { address: loopback, port: await toOrigin(host, port) };
      return behaviour === undefined ? refused : { address: loopback, port: await proxyPort(name, behaviour) };
    },
    async close() {
      const servers = await Promise.allSettled(running.values());
      running.clear();
      await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.close() : null)));
      await ports.forget();
    },
  };
}

/**
 * The proxies of the network. `upstream` lets everything through in every scenario: an external proxy in the place of
 * the first can be given it as its parent.
 */
function proxies(network: LabNetwork): ReadonlyMap<string, ProxyBehaviour> {
  return new Map([
    ['proxy.contoso.com:8080', network.proxy],
    ['proxy-old.contoso.com:3128', 'pass'],
    ['upstream.contoso.com:3128', 'pass'],
  ]);
}
