// The local Keyspaces, put together: store, catalogs, control plane, sessions, capacity, metrics, servers. The only
// module of the engine that adapters import.

import { type AuditLog, createAuditLog } from './audit/audit-log.js';
import type { Capacity } from './capacity/api.js';
import { createCapacity } from './capacity/capacity.js';
import { sizeOfRow } from './capacity/row-size.js';
import type { Catalog } from './catalog/catalog.js';
import { expiringTables } from './catalog/expiring-tables.js';
import { hostIdOf } from './catalog/host-id.js';
import { KnownRegions } from './catalog/known-regions.js';
import type { TableSchema } from './catalog/schema.js';
import { Chaos } from './chaos/chaos.js';
import { faultyControl } from './chaos/faulty-control.js';
import { EngineClock } from './clock/engine-clock.js';
import type { Control } from './control/api.js';
import type { ControlDeps } from './control/context.js';
import { createControl, type EngineControl } from './control/control.js';
import { tableGauges } from './control/gauges.js';
import { OwedWork } from './control/owed-work.js';
import { openRegionCatalog } from './control/region-catalog.js';
import { defaultAccount, defaultRegion, type Engine, type EngineOptions } from './door.js';
import type { Kv } from './kv/kv.js';
import { openLmdb } from './kv/lmdb.js';
import { type Compat, cassandraCompat, keyspacesCompat, limits } from './limits.js';
import { type CloudWatch, createCloudWatch } from './metrics/cloudwatch.js';
import { readLive } from './metrics/live.js';
import { RegionRecorders } from './metrics/region-recorders.js';
import { restoredRows } from './recovery/progress.js';
import { Delivery } from './replication/delivery.js';
import { Outbox } from './replication/outbox.js';
import { type AccountServices, createAccountServices } from './scaling/account-services.js';
import type { Listening } from './server/listen.js';
import { type ServeOptions, Servers } from './server/servers.js';
import { createSessions } from './session/session.js';
import { createTableStore, type SweepingTableStore } from './storage/store.js';
import { Sweeper } from './storage/sweeper.js';
import { createStreams } from './streams/streams.js';

export type { Engine, EngineOptions, TableSize } from './door.js';
export { defaultAccount, defaultRegion } from './door.js';

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const kv = options.kv ?? openLmdb({ directory: options.dataDir, clock: options.clock });
  const running = new RunningEngine(options, kv);
  return running.door();
}

/** The parts of one open engine, and what has to happen now and then while it is open. */
class RunningEngine {
  private readonly options: EngineOptions;
  private readonly kv: Kv;
  private readonly regions: readonly string[];
  private readonly accountId: string;
  private readonly compat: Compat;
  private readonly known: KnownRegions;
  private readonly catalogs: ReadonlyMap<string, Catalog>;
  private readonly store: SweepingTableStore;
  private readonly audit: AuditLog;
  private readonly cloudWatch: CloudWatch;
  private readonly account: AccountServices;
  private readonly clock: EngineClock;
  private readonly chaos: Chaos;
  private readonly streams: Pick<Control, 'call'>;
  private readonly sweeper: Sweeper;
  private readonly owed: OwedWork;
  private readonly outbox: Outbox;
  private readonly delivery: Delivery;
  private readonly capacity: Capacity;
  private readonly control: EngineControl;
  /** `control` under the faults that were switched on. */
  private readonly faulty: Control;
  private readonly recorders: RegionRecorders;
  private readonly sessions: ReturnType<typeof createSessions>;
  private readonly stops: (() => void)[] = [];
  private readonly servers: Servers;

  constructor(options: EngineOptions, kv: Kv) {
    const { random } = options;
    const clock = new EngineClock(options.clock, kv);
    this.options = options;
    this.kv = kv;
    this.clock = clock;
    this.regions = options.regions ?? [defaultRegion];
    this.chaos = new Chaos({
      kv,
      clock,
      random,
      regions: () => [...this.catalogs.keys()],
      onChange: () => this.followFaults(),
    });
    this.outbox = new Outbox(clock, random.bytes(4).readUInt32BE(0));
    this.capacity = createCapacity({ clock, unlimited: options.compat === 'cassandra' });
    this.accountId = options.accountId ?? defaultAccount;
    this.compat = options.compat === 'cassandra' ? cassandraCompat : keyspacesCompat;
    this.store = createTableStore({
      kv,
      clock,
      sizeOfRow,
      keepTombstones: this.compat.timestampsEverywhere ? 'always' : 'client-timestamps',
      changes: this.outbox,
    });
    const ofCatalogs = {
      kv,
      clock,
      accountId: this.accountId,
      hostId: hostIdOf(kv, random),
      nodes: (region: string) => this.servers.nodesOf(region),
      compat: this.compat,
      preparedStatements: () => this.sessions.preparedStatements(),
    };
    this.known = new KnownRegions(kv, this.regions, (region) => openRegionCatalog(ofCatalogs, region));
    this.catalogs = this.known.catalogs;
    const shared = { kv, clock, random, catalogs: this.catalogs, accountId: this.accountId };
    this.recorders = this.openRecorders();
    this.audit = createAuditLog({ kv, clock, random });
    this.control = this.openControl(shared);
    this.cloudWatch = createCloudWatch({ kv, clock, defaultRegion: this.regions[0] ?? defaultRegion });
    const { audit, control, cloudWatch } = this;
    this.account = createAccountServices({ ...shared, log: options.log, audit, control, cloudWatch });
    this.faulty = faultyControl(this.control, this.chaos);
    const keepsTombstones = ({ options: { clientSideTimestamps } }: TableSchema) =>
      this.compat.timestampsEverywhere || clientSideTimestamps;
    this.streams = createStreams({ ...shared, metrics: (region) => this.recorders.of(region), keepsTombstones });
    this.sweeper = new Sweeper({
      kv,
      clock,
      store: this.store,
      keepsTombstones,
      tables: () => expiringTables(this.catalogs.values(), this.compat.timestampsEverywhere),
      onDeleted: (table, units) =>
        this.recorders.of(this.regionOf(table)).ttlDeleted(table.keyspace, table.name, units),
    });
    this.sessions = this.openSessions();
    this.delivery = this.openDelivery();
    this.servers = this.serversOf();
    this.owed = new OwedWork(this.control, limits.maintenanceRows);
    this.beginWork();
  }

  private beginWork(): void {
    this.every(limits.metricLagMs, () => this.account.look());
    this.every(limits.metricFlushMs, () => this.recorders.flush());
    this.every(limits.schemaPollMs, () => {
      this.known.look();
      return this.owed.step();
    });
    this.every(limits.deliveryPollMs, () => this.delivery.step());
    this.every(limits.schemaPollMs, () => this.control.followKeys());
    this.every(limits.schemaPollMs, () => this.sweeper.piece());
  }

  door(): Engine {
    const { kv, clock, cloudWatch } = this;
    return {
      regions: this.regions,
      accountId: this.accountId,
      compat: this.compat,
      sessions: this.sessions,
      control: this.faulty,
      cloudWatch,
      streams: this.streams,
      clock,
      chaos: this.chaos,
      account: this.account,
      live: (region, windowSeconds) => readLive(kv, region, clock.wallMs(), windowSeconds),
      tableSize: (region, keyspace, table) => {
        const record = this.catalogs.get(region)?.tableRecord(keyspace, table);
        return record && this.store.tableSize(record.number);
      },
      restoreProgress: (region, keyspace, table) => {
        const record = this.catalogs.get(region)?.tableRecord(keyspace, table);
        return record && restoredRows(kv, record);
      },
      replication: () => this.delivery.ways(),
      listen: (ports) => this.listen(ports),
      storeBytes: () => kv.sizeBytes(),
      close: () => this.close(),
    };
  }

  private openControl(shared: Pick<ControlDeps, 'kv' | 'clock' | 'random' | 'catalogs' | 'accountId'>): EngineControl {
    return createControl({
      ...shared,
      store: this.store,
      rows: this.store,
      compat: this.compat,
      audit: this.audit,
      failedKeys: () => this.chaos.failedKeys(),
      breaksRestore: (tx) => this.chaos.takeRestoreBreak(tx),
      onReplicasChange: () => this.outbox.forget(),
      onCommit: () => this.known.look(),
      delays: this.options.delays,
    });
  }

  private openSessions(): ReturnType<typeof createSessions> {
    const { kv, clock, compat } = this;
    return createSessions({
      kv,
      clock,
      random: this.options.random,
      store: this.store,
      catalogs: (region) => this.catalogs.get(region),
      control: this.faulty,
      chaos: this.chaos,
      capacity: this.capacity,
      tableCapacity: (schema) => this.control.tableCapacity(schema),
      metrics: this.recorders.of(this.regions[0] ?? defaultRegion),
      metricsOf: (region) => this.recorders.of(region),
      compat,
      accountId: this.accountId,
    });
  }

  private openDelivery(): Delivery {
    const { kv, clock, store, catalogs, capacity, chaos } = this;
    return new Delivery({
      kv,
      clock,
      store,
      catalogs,
      capacity,
      tableCapacity: (schema) => this.control.tableCapacity(schema),
      metricsOf: (region) => this.recorders.of(region),
      roads: chaos,
    });
  }

  private openRecorders(): RegionRecorders {
    return new RegionRecorders({
      kv: this.kv,
      clock: this.clock,
      processId: this.options.random.bytes(4).readUInt32BE(0),
      regions: () => this.catalogs.keys(),
      gauges: (region) => tableGauges(this.catalogs.get(region), this.store),
    });
  }

  private regionOf({ keyspace, name, number }: TableSchema): string {
    for (const [region, catalog] of this.catalogs)
      if (catalog.tableRecord(keyspace, name)?.number === number) return region;
    return this.regions[0] ?? defaultRegion;
  }

  /** A task that fails, at once or later, is told of in the log and done again when its time comes. */
  private every(milliseconds: number, task: () => Promise<unknown> | undefined): void {
    const { clock, log } = this.options;
    const run = async () => task();
    const failed = (error: unknown) => log.error('work in the background failed', { error: String(error) });
    this.stops.push(clock.every(milliseconds, () => void run().catch(failed)));
  }

  private serversOf(): Servers {
    const { clock, random, log, dataDir, files } = this.options;
    return new Servers({
      sessions: this.sessions,
      control: this.faulty,
      cloudWatch: this.account.monitoring,
      account: this.account,
      streams: this.streams,
      chaos: this.chaos,
      admin: { clock: this.clock, chaos: this.chaos },
      regions: this.regions,
      accountId: this.accountId,
      dataDir,
      clock,
      random,
      log,
      ...(files === undefined ? {} : { files }),
    });
  }

  private async listen(options: ServeOptions): Promise<Listening> {
    const requestsPerSecond = limits.connectionRequestsPerSecond;
    const server = await this.servers.listen({ requestsPerSecond, ...options });
    this.every(limits.schemaPollMs, async () => {
      this.sessions.poll();
      await this.chaos.poll();
      await server.follow();
    });
    this.every(limits.metricFlushMs, async () => this.recorders.endpoints(server.takeTraffic()));
    return server;
  }

  /** Lets keys, zones and Regions be as the faults of this moment have it. */
  private async followFaults(): Promise<void> {
    await Promise.all([this.control.followKeys(), this.servers.follow()]);
  }

  private async close(): Promise<void> {
    for (const stop of this.stops) stop();
    await Promise.all([this.owed.close(), this.account.close()]);
    await this.delivery.close();
    await this.servers.close();
    await this.recorders.flush();
    this.clock.close();
    await this.kv.close();
  }
}
