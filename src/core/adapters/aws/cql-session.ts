// The CQL session port over cassandra-driver: TLS 9142, SigV4, LOCAL_QUORUM, pages on demand.

import { Client, types } from 'cassandra-driver';
import type { EndpointOverrides } from '../../model/config.js';
import { consistencyNumber, defaultConsistency } from '../../model/consistency.js';
import type { CqlValue } from '../../model/cql-value.js';
import { splitHostPort } from '../../model/host-port.js';
import type { Clock } from '../../ports/clock.js';
import type { CqlColumn, CqlOptions, CqlResult, CqlSession } from '../../ports/cql-session.js';
import type { PlaceClients } from './clients.js';
import { driverTypeText, fromDriver, toDriver } from './driver-values.js';
import { mapDriverError } from './map-errors.js';
import { SigV4AuthProvider } from './sigv4-auth.js';

const tlsPort = 9142;
const plainPort = 9042;
const connectTimeoutMs = 5_000;
const readTimeoutMs = 30_000;

export async function openDriverSession(
  clients: PlaceClients,
  endpoints: EndpointOverrides,
  clock: Clock,
): Promise<CqlSession> {
  const own = endpoints.cqlOf?.[clients.region] ?? endpoints.cql;
  const tls = endpoints.tls ?? own === undefined;
  const { host, port } = splitHostPort(own ?? `cassandra.${clients.region}.amazonaws.com`, tls ? tlsPort : plainPort);
  const client = new Client({
    contactPoints: [`${host.includes(':') ? `[${host}]` : host}:${port}`],
    localDataCenter: clients.region,
    protocolOptions: { port },
    authProvider: new SigV4AuthProvider({
      region: clients.region,
      credentials: clients.credentials,
      wallMs: () => clock.wallMs(),
    }),
    ...(tls && { sslOptions: { host, servername: host, rejectUnauthorized: true } }),
    socketOptions: { connectTimeout: connectTimeoutMs, readTimeout: readTimeoutMs },
    encoding: { useBigIntAsLong: true, useBigIntAsVarint: true, map: Map, set: Set },
    queryOptions: { consistency: types.consistencies.localQuorum },
    isMetadataSyncEnabled: false,
  });
  const where = `${host}:${port}`;
  try {
    await client.connect();
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    throw mapDriverError(error, where);
  }
  return sessionOver(client, where);
}

function sessionOver(client: Client, where: string): CqlSession {
  const run = async (text: string, values: unknown[] | undefined, prepare: boolean, options: CqlOptions) => {
    try {
      return resultOf(await client.execute(text, values, { ...queryOptions(options), prepare }));
    } catch (error) {
      throw mapDriverError(error, where);
    }
  };
  let keyspace: string | undefined;
  return {
    get keyspace() {
      return keyspace;
    },
    host: where,
    async execute(text, options = {}) {
      const result = await run(text, undefined, false, options);
      const used = /^\s*use\s+("?)(\w+)\1\s*;?\s*$/i.exec(text);
      if (used?.[2] === undefined) return result;
      keyspace = used[1] === '"' ? used[2] : used[2].toLowerCase();
      return { ...result, keyspace };
    },
    async prepare(text) {
      return {
        text,
        // the driver prepares at the first execution and keeps what it learnt to itself
        bindColumns: [],
        execute: (values, options = {}) => run(text, values.map(toDriver), true, options),
      };
    },
    close: () => client.shutdown(),
  };
}

function queryOptions(options: CqlOptions) {
  return {
    consistency: consistencyNumber(options.consistency ?? defaultConsistency),
    ...(options.serialConsistency !== undefined && {
      serialConsistency: consistencyNumber(options.serialConsistency),
    }),
    ...(options.pageSize !== undefined && { fetchSize: options.pageSize }),
    ...(options.pagingState !== undefined && {
      pageState: Buffer.from(options.pagingState, 'base64').toString('hex'),
    }),
    autoPage: false,
  };
}

function resultOf(result: types.ResultSet): CqlResult {
  const columns = (result.columns ?? []).map(
    (column): CqlColumn => ({
      keyspace: String((column as { ksname?: string }).ksname ?? ''),
      table: String((column as { tablename?: string }).tablename ?? ''),
      name: column.name,
      type: driverTypeText(column.type),
    }),
  );
  const rows = (result.rows ?? []).map((row) =>
    row.values().map((value, at): CqlValue => fromDriver(value, result.columns[at]?.type)),
  );
  return {
    columns,
    rows,
    warnings: result.info.warnings ?? [],
    ...(result.pageState !== undefined &&
      result.pageState !== null && { pagingState: Buffer.from(result.pageState, 'hex').toString('base64') }),
  };
}
