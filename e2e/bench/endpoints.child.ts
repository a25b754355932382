// The network of the measurement, in a process of its own: the lab's origins behind its upstream proxy, a relay that
// delays everything, and a server that swallows everything. Told what to do by the process that measures.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { openLab } from '../../electron/machine/lab/open-lab.ts';

export type Asked =
  | { readonly kind: 'relay'; readonly to: number; readonly delayMs: number }
  | { readonly kind: 'upstream' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'open' };

/** Sends what comes after a time, in its order; both ends are ended together. */
function delayed(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
  from.on('error', () => {});
}

function relay(to: number, delayMs: number): Server {
  return createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const server = connect({
      host: '127.0.0.1',
      port: to,
      noDelay: true,
      allowHalfOpen: true,
      autoSelectFamily: false,
    });
    delayed(client, server, delayMs);
    delayed(server, client, delayMs);
  });
}

let open = 0;
function silent(): Server {
  return createServer((socket) => {
    open += 1;
    socket.on('close', () => {
      open -= 1;
    });
    socket.on('error', () => {});
    socket.resume();
  });
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

async function main(): Promise<void> {
  const [stateDir = ''] = process.argv.slice(2);
  const opened = await openLab({
    scenario: 'static-proxy',
    stateDir,
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const machine = opened.value;
  const answer = async (asked: Asked): Promise<number> => {
    switch (asked.kind) {
      case 'relay':
        return portOf(relay(asked.to, asked.delayMs));
      case 'silent':
        return portOf(silent());
      case 'open':
        return open;
      case 'upstream': {
        const dial = await machine.route({ host: 'upstream.contoso.com', port: 3128, role: 'proxy' });
        return dial?.port ?? 0;
      }
      default:
        return asked satisfies never;
    }
  };
  // Whoever forked this process says nothing but what is `Asked`.
  process.on('message', (asked) => void answer(asked as Asked).then((value) => process.send?.(value)));
  process.on('disconnect', () => process.exit(0));
}

void main();
