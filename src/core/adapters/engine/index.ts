// The local engine behind the ports: places that answer in process, and the server that others connect to. The one file
// through which the rest of core reaches the engine; it is loaded only when a local target is used.

import { openEngine } from '../../engine/index.js';
import { localAccount } from '../../model/account.js';
import { KsError, usage } from '../../model/errors.js';
import type { ServerCredentials } from '../../model/server-credentials.js';
import type { Clock } from '../../ports/clock.js';
import type { Files } from '../../ports/files.js';
import type { Place } from '../../ports/fleet.js';
import type { LocalChaos, LocalClock } from '../../ports/local-switches.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import { engineAlarms, engineAudit, engineScalingLog } from './account.js';
import { engineControlPlane } from './control-plane.js';
import { engineSession } from './cql-session.js';
import type { EngineCaller } from './door.js';
import { mapStoreError } from './map-errors.js';
import { engineMetrics } from './metrics-source.js';
import { engineStreams } from './streams.js';
import { engineChaos, engineClock } from './switches.js';

export interface LocalOptions {
  readonly dataDir: string;
  readonly regions: readonly string[];
  readonly compat: 'keyspaces' | 'cassandra';
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Needed by servers with TLS. */
  readonly files: Files;
  readonly version: string;
}
export interface ListenOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
  /** Anybody may come in when left out. */
  readonly credentials?: ServerCredentials;
  /** Availability Zones shown, over so many addresses that follow `host`; one address when left out. */
  readonly topology?: { readonly zones: number; readonly nodes?: number };
  /** CQL queries a second that one connection may make; the quota of Amazon Keyspaces when left out, 0 = any number. */
  readonly requestsPerSecond?: number;
}
export interface ListeningPorts {
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
  /** The certificate file that clients of the TLS port trust. */
  readonly caPath?: string;
  /** The addresses that stand for zones; left out where there is one. */
  readonly nodes?: readonly { readonly address: string; readonly zone: string }[];
  /** Of each Region, the first one's above included; left out where there is one. */
  readonly endpoints?: readonly RegionPorts[];
}
export interface RegionPorts {
  readonly region: string;
  readonly cqlPort: number;
  readonly tlsPort?: number;
}
export interface Local {
  readonly places: readonly Place[];
  /** The engine's time; waits and durations are the machine's. */
  readonly clock: Clock;
  readonly settableClock: LocalClock;
  readonly chaos: LocalChaos;
  listen(options: ListenOptions): Promise<ListeningPorts>;
  close(): Promise<void>;
}

export async function openLocal(options: LocalOptions): Promise<Local> {
  const { dataDir, compat, regions, clock, random, log, files } = options;
  const engine = await openStore({ dataDir, compat, regions, accountId: localAccount, clock, random, log, files });
  const places = regions.map((region): Place => {
    const caller: EngineCaller = {
      region,
      accountId: localAccount,
      principal: `arn:aws:iam::${localAccount}:user/ks`,
      userAgent: `ks/${options.version}`,
      sourceAddress: '127.0.0.1',
    };
    return {
      name: region,
      region,
      account: localAccount,
      control: engineControlPlane(engine, caller),
      metrics: engineMetrics(engine, region),
      streams: engineStreams(engine, caller),
      audit: engineAudit(engine, caller),
      alarms: engineAlarms(engine, caller),
      scalingLog: engineScalingLog(engine, caller),
      replication: { ways: () => engine.replication() },
      openSession: async () => engineSession(engine, region, 'ks'),
    };
  });
  return {
    places,
    clock: engine.clock,
    settableClock: engineClock(engine),
    chaos: engineChaos(engine),
    async listen({ credentials, ...ports }) {
      try {
        const listening = await engine.listen({ ...ports, ...credentials });
        const { cqlPort, httpPort, tlsPort, caPath, nodes, regions: endpoints } = listening;
        return {
          cqlPort,
          httpPort,
          ...(tlsPort !== undefined && { tlsPort }),
          ...(caPath !== undefined && { caPath }),
          ...(nodes.length > 0 && { nodes }),
          ...(endpoints.length > 1 && { endpoints: endpoints.map(portsOf) }),
        };
      } catch (error) {
        throw listenError(error, ports);
      }
    },
    close: () => engine.close(),
  };
}

const portsOf = ({ region, cqlPort, tlsPort }: RegionPorts): RegionPorts => ({
  region,
  cqlPort,
  ...(tlsPort !== undefined && { tlsPort }),
});

async function openStore(options: Parameters<typeof openEngine>[0]): ReturnType<typeof openEngine> {
  try {
    return await openEngine(options);
  } catch (error) {
    throw mapStoreError(error);
  }
}

function listenError(error: unknown, ports: ListenOptions): unknown {
  const { name, code, port, host, address, message } = error as Readonly<Record<string, unknown>>;
  if (name === 'TopologyRefusal') return usage(`${message}.`);
  const busy = code === 'EADDRINUSE' || name === 'PortInUse';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return noSuchAddress(typeof address === 'string' ? address : ports.host, ports, error);
  }
  if (!busy && code !== 'EACCES') return error;
  return new KsError({
    code: busy ? 'PORT_IN_USE' : 'PORT_REFUSED',
    kind: busy ? 'conflict' : 'refused',
    message: busy
      ? `Port ${port ?? ports.cqlPort} on ${host ?? ports.host} is in use by another program.`
      : `The system does not let this user listen on port ${port ?? ports.cqlPort}.`,
    next: ['ks local start --cql-port 0 --http-port 0', 'ks local status'],
    cause: error,
  });
}

/** Linux answers on all of 127.0.0.0/8; other systems know 127.0.0.1 alone until the others are added to the loopback. */
function noSuchAddress(address: string, ports: ListenOptions, cause: unknown): KsError {
  const code = 'NO_SUCH_ADDRESS';
  const message = `${address} is no address of this machine, so nothing can listen there.`;
  const next =
    address === ports.host
      ? ['ks local start --host 127.0.0.1', 'ks local start --host 0.0.0.0 for every address']
      : [`on macOS, for each further zone: sudo ifconfig lo0 alias ${address}`, 'or without --zones and --nodes'];
  return new KsError({ code, kind: 'usage', message, next, cause });
}
