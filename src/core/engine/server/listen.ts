// All servers of an engine together: native protocol on TCP and TLS, and the HTTP front. Apart from the engine's door so
// that a process which only asks in process never loads it.

import { join } from 'node:path';
import type { Clock } from '../../ports/clock.js';
import type { Files } from '../../ports/files.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import type { Faults } from '../chaos/chaos.js';
import type { Caller, Control } from '../control/api.js';
import type { SessionFactory } from '../session/api.js';
import type { ZoneNode } from '../zones.js';
import type { AdminDoors } from './admin-http.js';
import type { AccessKey, AuthOptions, PasswordUser } from './auth.js';
import { type HttpFront, listenHttp } from './control-http.js';
import { RegionEndpoints } from './region-endpoints.js';
import { ensureCertificate } from './tls.js';
import { type AccountServices, accountServices } from './wire-account-services.js';
import { cloudWatchService, keyspacesService, streamsService, stsService } from './wire-services.js';

/** Ports: 0 = any free one. */
export interface ListenOptions {
  readonly host: string;
  readonly cqlPort: number;
  readonly httpPort: number;
  /** CQL over TLS as well. */
  readonly tlsPort?: number;
  /** Anybody may come in when both are left out. */
  readonly users?: readonly PasswordUser[];
  readonly accessKeys?: readonly AccessKey[];
  /** CQL queries a second that one connection may make; the quota of Amazon Keyspaces when left out, 0 = any number. */
  readonly requestsPerSecond?: number;
}

export interface Listening {
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
  /** The certificate file that clients of the TLS port trust. */
  readonly caPath?: string;
  /** The addresses that stand for zones; none where there is one. */
  readonly nodes: readonly ZoneNode[];
  connections(): number;
  /** Lets the endpoints of failed zones and Regions refuse, and those that are back listen; resolves when it is done. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

export interface ListenDeps {
  readonly sessions: SessionFactory;
  readonly control: Control;
  readonly cloudWatch: { call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>> };
  readonly streams?: Pick<Control, 'call'>;
  readonly account?: AccountServices;
  readonly admin?: AdminDoors;
  readonly chaos?: Faults;
  readonly region: string;
  /** The addresses that stand for zones; none: `host` alone. */
  readonly nodes?: readonly ZoneNode[];
  readonly accountId: string;
  readonly dataDir: string;
  /** The machine's, not the engine's: clients sign by it, and certificates end by it. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Needed for TLS, whose certificate is kept in the data directory. */
  readonly files?: Files;
}

/** Rejects, with nothing left listening, when one of the ports cannot be had. */
export async function listenAll(deps: ListenDeps, options: ListenOptions): Promise<Listening> {
  const servers: (RegionEndpoints | HttpFront)[] = [];
  const closeAll = async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    const cql = await RegionEndpoints.open({ ...endpointsOf(deps, options), port: options.cqlPort });
    servers.push(cql);
    const tls = await listenTls(deps, options);
    if (tls !== undefined) servers.push(tls.endpoints);
    const http = await listenHttp({
      host: options.host,
      port: options.httpPort,
      services: [
        keyspacesService(deps.control),
        cloudWatchService(deps.cloudWatch),
        stsService,
        ...(deps.streams === undefined ? [] : [streamsService(deps.streams)]),
        ...(deps.account === undefined ? [] : accountServices(deps.account)),
      ],
      accountId: deps.accountId,
      defaultRegion: deps.region,
      clock: deps.clock,
      random: deps.random,
      log: deps.log,
      ...(options.accessKeys === undefined ? {} : { credentials: options.accessKeys }),
      ...(deps.admin === undefined ? {} : { admin: deps.admin }),
    });
    servers.push(http);
    return {
      cqlPort: cql.port,
      httpPort: http.port,
      ...(tls === undefined ? {} : { tlsPort: tls.endpoints.port, caPath: tls.caPath }),
      nodes: deps.nodes ?? [],
      connections: () => cql.connections() + (tls?.endpoints.connections() ?? 0),
      follow: async () => {
        await Promise.all([cql.follow(), tls?.endpoints.follow()]);
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function authOf({ users, accessKeys }: ListenOptions): AuthOptions {
  if (users === undefined && accessKeys === undefined) return { kind: 'none' };
  return { kind: 'configured', users: users ?? [], accessKeys: accessKeys ?? [] };
}

function endpointsOf(deps: ListenDeps, options: ListenOptions) {
  const { sessions, region, clock, random, log, chaos, nodes = [] } = deps;
  const { host, requestsPerSecond } = options;
  return {
    addresses: nodes.length === 0 ? [{ host }] : nodes.map(({ address, zone }) => ({ host: address, zone })),
    server: {
      sessions,
      region,
      auth: authOf(options),
      clock,
      random,
      log,
      ...(chaos === undefined ? {} : { chaos }),
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    },
  };
}

async function listenTls(deps: ListenDeps, options: ListenOptions) {
  if (options.tlsPort === undefined) return undefined;
  if (deps.files === undefined) throw new Error('A TLS port needs files, where its certificate is kept');
  const { addresses, server } = endpointsOf(deps, options);
  const tls = await ensureCertificate({
    files: deps.files,
    clock: deps.clock,
    folder: join(deps.dataDir, 'tls'),
    addresses: deps.nodes?.map(({ address }) => address) ?? [],
  });
  const endpoints = await RegionEndpoints.open({ addresses, port: options.tlsPort, server: { ...server, tls } });
  return { endpoints, caPath: tls.caPath };
}
