// The native protocol on TCP or TLS: sockets in front of Connection. Everything about bytes is decided there; here are
// listening, addresses, back pressure of sockets and closing.

import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import type { Faults } from '../chaos/chaos.js';
import { MetadataCache } from '../protocol/messages/metadata.js';
import type { SessionFactory } from '../session/api.js';
import type { AuthOptions } from './auth.js';
import { Connection, type ConnectionDeps } from './connection.js';
import type { EventSources } from './event-feed.js';

export interface NativeServerOptions extends Pick<EventSources, 'onStatus'> {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly sessions: SessionFactory;
  readonly region: string;
  readonly auth: AuthOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** PEM texts; plain TCP without. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly chaos?: Faults;
  /** CQL queries a second that one connection may make; no ceiling when left out or 0. */
  readonly requestsPerSecond?: number;
}

/** Since the server began. */
export interface Traffic {
  readonly opened: number;
  /** In both directions. */
  readonly bytes: number;
}

export interface NativeServer {
  readonly host: string;
  readonly port: number;
  connections(): number;
  traffic(): Traffic;
  /** Stops listening and cuts every connection, whatever it waits for. */
  cut(): Promise<void>;
  /** Listens again where it did; rejects with PortInUse. */
  restore(): Promise<void>;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** Somebody else listens there. */
export class PortInUse extends Error {
  /** As Node's own error has it. */
  readonly code = 'EADDRINUSE';
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number) {
    super(`Port ${port} of ${host} is in use by another program: stop it, or choose another port`);
    this.name = 'PortInUse';
    this.host = host;
    this.port = port;
  }
}

export async function listenNative(options: NativeServerOptions): Promise<NativeServer> {
  const sockets = new Set<Socket>();
  const metadata = new MetadataCache();
  const schedule = turnScheduler();
  const isFirstPiece = onceATurn();
  let opened = 0;
  let bytesOfClosed = 0;
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    opened++;
    socket.once('close', () => {
      sockets.delete(socket);
      bytesOfClosed += bytesOf(socket);
    });
    attach(socket, options, { metadata, schedule, isFirstPiece });
  };
  const server =
    options.tls === undefined
      ? createTcpServer({ noDelay: true }, accept)
      : createTlsServer({ noDelay: true, key: options.tls.key, cert: options.tls.cert }, accept);
  // with TLS these are the sockets below: a client that never shakes hands must not hold up closing
  const accepted = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    accepted.add(socket);
    socket.once('close', () => accepted.delete(socket));
  });
  // a client that gives up in the middle of a TLS handshake is no matter of ours
  server.on('tlsClientError', () => undefined);
  const stopDrops = options.chaos?.onDrop((share) => {
    const open = [...sockets];
    for (const socket of open.slice(0, Math.ceil(open.length * share))) socket.destroy();
  });
  await listen(server, options.host, options.port);
  const { port } = server.address() as AddressInfo;
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      // answers with an error when it does not listen: then it is cut already
      server.close(() => resolve());
      for (const socket of [...sockets, ...accepted]) socket.destroy();
    });
  const report = (error: Error): void => options.log.error('the native protocol server failed', { error });
  server.on('error', report);
  return {
    host: options.host,
    port,
    connections: () => sockets.size,
    traffic: () => {
      let bytes = bytesOfClosed;
      for (const socket of sockets) bytes += bytesOf(socket);
      return { opened, bytes };
    },
    cut,
    restore: async () => {
      // whoever asked is told
      server.off('error', report);
      await listen(server, options.host, port).finally(() => server.on('error', report));
    },
    close: () => {
      stopDrops?.();
      return cut();
    },
  };
}

const bytesOf = ({ bytesRead, bytesWritten }: Socket): number => bytesRead + bytesWritten;

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      reject(error.code === 'EADDRINUSE' ? new PortInUse(host, port) : error);
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

/** One tick for all connections: it comes when the promises that one commit settles have all settled, and before the works of the next
 * commit, for which answers would wait until the next turn. */
function turnScheduler(): (task: () => void) => void {
  let waiting: (() => void)[] = [];
  const run = (): void => {
    const tasks = waiting;
    waiting = [];
    for (const task of tasks) task();
  };
  return (task) => {
    if (waiting.length === 0) process.nextTick(run);
    waiting.push(task);
  };
}

function onceATurn(): () => boolean {
  let taken = false;
  const free = (): void => {
    taken = false;
  };
  return () => {
    if (taken) return false;
    taken = true;
    setImmediate(free);
    return true;
  };
}

/** What the connections of a server share. */
type Shared = Pick<ConnectionDeps, 'metadata' | 'schedule' | 'isFirstPiece'>;

function attach(socket: Socket, options: NativeServerOptions, shared: Shared): void {
  const { sessions, region, auth, clock, random, log, chaos, onStatus, requestsPerSecond } = options;
  const { remoteAddress, localAddress, localPort } = socket;
  const connection = new Connection({
    sessions,
    auth,
    clock,
    random,
    log,
    ...shared,
    ...(chaos === undefined ? {} : { chaos }),
    ...(onStatus === undefined ? {} : { onStatus }),
    origin: {
      region,
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
      ...(remoteAddress === undefined ? {} : { clientAddress: plainAddress(remoteAddress) }),
      ...(localAddress === undefined ? {} : { localAddress: plainAddress(localAddress) }),
      ...(localPort === undefined ? {} : { localPort }),
    },
    transport: {
      write(bytes) {
        if (!socket.writable) return true;
        socket.write(bytes);
        // nothing waits: the kernel has taken the bytes
        return socket.writableLength === 0;
      },
      backlogBytes: () => socket.writableLength,
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      end: () => socket.end(),
    },
  });
  socket.on('data', (chunk) => connection.receive(chunk as Buffer));
  socket.on('drain', () => connection.drained());
  // 'close' follows; a client that vanishes is nothing to report
  socket.on('error', () => undefined);
  socket.on('close', () => connection.closed());
}

/** IPv4 clients of a socket that listens on IPv6 come as `::ffff:127.0.0.1`. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
