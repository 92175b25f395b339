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
import { RegionEndpoints, type RegionEndpointsOptions, type ZoneTraffic } from './region-endpoints.js';
import { ensureCertificate, type TlsMaterial } from './tls.js';
import { type AccountServices, accountServices } from './wire-account-services.js';
import { cloudWatchService, keyspacesService, streamsService, stsService } from './wire-services.js';

/** Ports: 0 = any free one; else those of the first Region, which the other Regions count on from. */
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

/** Where clients of one Region connect to. */
export interface ListeningRegion {
  readonly region: string;
  readonly cqlPort: number;
  readonly tlsPort?: number;
  /** The addresses that stand for zones; none where there is one. */
  readonly nodes: readonly ZoneNode[];
}

/** Ports and nodes are those of the default Region. */
export interface Listening extends Omit<ListeningRegion, 'region'> {
  /** Each Region has ports of its own, the default Region first. */
  readonly regions: readonly [ListeningRegion, ...ListeningRegion[]];
  /** Of all Regions: the signature or the host name of a request says which it is for. */
  readonly httpPort: number;
  /** The certificate file that clients of the TLS ports trust. */
  readonly caPath?: string;
  connections(): number;
  /** What went through each Region's zones since it was last asked for. */
  takeTraffic(): readonly (ZoneTraffic & { readonly region: string })[];
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
  /** Those that clients connect to, the default one first. */
  readonly regions: readonly [ServedRegion, ...ServedRegion[]];
  readonly accountId: string;
  readonly dataDir: string;
  /** The machine's, not the engine's: clients sign by it, and certificates end by it. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Needed for TLS, whose certificate is kept in the data directory. */
  readonly files?: Files;
}

export interface ServedRegion {
  readonly region: string;
  /** The addresses that stand for zones; none: `host` alone. */
  readonly nodes: readonly ZoneNode[];
}

/** Rejects, with nothing left listening, when one of the ports cannot be had. */
export async function listenAll(deps: ListenDeps, options: ListenOptions): Promise<Listening> {
  const endpoints: RegionEndpoints[] = [];
  const fronts: HttpFront[] = [];
  const closeAll = async () => {
    await Promise.all([...endpoints, ...fronts].map((server) => server.close()));
  };
  try {
    const tls = await certificateOf(deps, options);
    const regions: ListeningRegion[] = [];
    for (const [index, served] of deps.regions.entries()) {
      const open = async (first: number, secured?: TlsMaterial) => {
        const port = first === 0 ? 0 : first + index;
        const opened = await RegionEndpoints.open(endpointsOf(deps, options, served, port, secured));
        endpoints.push(opened);
        return opened.port;
      };
      const cqlPort = await open(options.cqlPort);
      const tlsPort = tls === undefined ? undefined : await open(options.tlsPort ?? 0, tls);
      regions.push({ ...served, cqlPort, ...(tlsPort !== undefined && { tlsPort }) });
    }
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
      defaultRegion: deps.regions[0].region,
      clock: deps.clock,
      random: deps.random,
      log: deps.log,
      ...(options.accessKeys === undefined ? {} : { credentials: options.accessKeys }),
      ...(deps.admin === undefined ? {} : { admin: deps.admin }),
      ...(deps.chaos === undefined ? {} : { chaos: deps.chaos }),
    });
    fronts.push(http);
    const [first] = regions as [ListeningRegion];
    return {
      cqlPort: first.cqlPort,
      nodes: first.nodes,
      ...(first.tlsPort !== undefined && { tlsPort: first.tlsPort }),
      regions: regions as [ListeningRegion, ...ListeningRegion[]],
      httpPort: http.port,
      ...(tls === undefined ? {} : { caPath: tls.caPath }),
      connections: () => endpoints.reduce((sum, each) => sum + each.connections(), 0),
      takeTraffic: () =>
        endpoints.flatMap((each) => each.takeTraffic().map((traffic) => ({ region: each.region, ...traffic }))),
      follow: async () => {
        await Promise.all(endpoints.map((each) => each.follow()));
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

function endpointsOf(
  deps: ListenDeps,
  options: ListenOptions,
  { region, nodes }: ServedRegion,
  port: number,
  tls: TlsMaterial | undefined,
): RegionEndpointsOptions {
  const { sessions, clock, random, log, chaos } = deps;
  const { host, requestsPerSecond } = options;
  return {
    addresses: nodes.length === 0 ? [{ host }] : nodes.map(({ address, zone }) => ({ host: address, zone })),
    port,
    server: {
      sessions,
      region,
      auth: authOf(options),
      clock,
      random,
      log,
      ...(chaos === undefined ? {} : { chaos }),
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
      ...(tls === undefined ? {} : { tls }),
    },
  };
}

/** One for all Regions: their addresses are the same, their ports are not. */
async function certificateOf(deps: ListenDeps, options: ListenOptions) {
  if (options.tlsPort === undefined) return undefined;
  if (deps.files === undefined) throw new Error('A TLS port needs files, where its certificate is kept');
  return ensureCertificate({
    files: deps.files,
    clock: deps.clock,
    folder: join(deps.dataDir, 'tls'),
    addresses: [...new Set(deps.regions.flatMap(({ nodes }) => nodes.map(({ address }) => address)))],
  });
}
