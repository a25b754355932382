import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

/** A server program that somebody else wrote, run in the foreground on the loopback address and ended by its pid. */
export interface Peer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A port that was free a moment ago; the peers cannot be given port 0. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()));
    });
  });
}

/** Starts a program and waits until it accepts connections; rejects with its output where it ends before. */
export async function startPeer(
  command: string,
  args: readonly string[],
  port: number,
  folder?: string,
): Promise<Peer> {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], ...(folder && { cwd: folder }) });
  const output: string[] = [];
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${output.join('').slice(-2000)}`)));
  });
  ended.catch(() => {}); // after the start its end is expected
  await Promise.race([accepts(port), ended]);
  return { port, stop: () => stop(child) };
}

async function accepts(port: number): Promise<void> {
  const until = Date.now() + 20_000;
  while (!(await canConnect(port))) {
    if (Date.now() > until) throw new Error(`nothing accepts connections on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, autoSelectFamily: false });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
