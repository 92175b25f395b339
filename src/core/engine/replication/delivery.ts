// Merges waiting changes into the tables that they are for, when they are old enough: in pieces, oldest first, each piece
// removed from the queue in the transaction that merges it. Charged to the receiving table, and measured for the writing one.

import type { Clock } from '../../ports/clock.js';
import type { Capacity, TableCapacity } from '../capacity/api.js';
import type { Catalog } from '../catalog/catalog.js';
import type { TableSchema } from '../catalog/schema.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { MetricsRecorder, Operation } from '../metrics/api.js';
import { type Change, decodeChange } from '../storage/change.js';
import { partitionKeyOf } from '../storage/keys.js';
import type { SweepingTableStore } from '../storage/store.js';
import { dequeue, oldestKeys, sentMsOf, type Way, waiting, waysWaiting } from './queue.js';
import { emptyTopology, type Replica, readTopology, type Topology, topologyVersion } from './topology.js';

/** Faults on purpose between Regions. */
export interface Roads {
  /** How late changes come from one Region to another, milliseconds; undefined: they do not come at all. */
  lagMs(from: string, to: string): number | undefined;
}

export interface DeliveryDeps {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly store: Pick<SweepingTableStore, 'merge' | 'token'>;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly capacity: Capacity;
  readonly tableCapacity: (schema: TableSchema) => TableCapacity | undefined;
  readonly metricsOf: (region: string) => MetricsRecorder;
  readonly roads: Roads;
}

/** From one table to its copy in another Region, and what waits there. */
export interface ReplicationWay {
  readonly keyspace: string;
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly changes: number;
  readonly bytes: number;
  /** Age of the oldest, milliseconds; 0 when none waits. */
  readonly oldestMs: number;
  /** How late changes are made to come, milliseconds; absent: they do not come at all. */
  readonly lagMs?: number;
}

const piecesAtClose = 20;

interface Leg {
  readonly way: Way;
  readonly from: Replica;
  readonly to: Replica;
  readonly schema: TableSchema;
}

export class Delivery {
  private readonly deps: DeliveryDeps;
  private topology: Topology = emptyTopology;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(deps: DeliveryDeps) {
    this.deps = deps;
  }

  /** Delivers all that is due. Who asks while it is under way gets its end; cheap when nothing waits. */
  step(): Promise<void> | undefined {
    if (this.closed) return undefined;
    if (this.running === undefined && waysWaiting(this.deps.kv).length === 0) return undefined;
    this.running ??= this.deliver().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /**
   * Ends the work under way, whose failure was told to who began it. A few pieces more are delivered: a command that wrote little leaves
   * nothing behind that was due.
   */
  async close(): Promise<void> {
    this.closed = true;
    await this.running?.catch(() => undefined);
    try {
      await this.deliver(piecesAtClose);
    } catch {
      // whoever has the store open next goes on
    }
  }

  /** Every way between two copies of a table. */
  ways(): ReplicationWay[] {
    const { kv, clock, roads } = this.deps;
    this.look();
    const ways: ReplicationWay[] = [];
    for (const from of this.topology.replicas.values()) {
      for (const to of this.topology.others.get(from.number) ?? []) {
        const way = { to: to.number, from: from.number };
        const [oldest] = oldestKeys(kv, way, 1);
        const lagMs = roads.lagMs(from.region, to.region);
        ways.push({
          keyspace: from.keyspace,
          table: from.name,
          from: from.region,
          to: to.region,
          ...waiting(kv, way),
          oldestMs: oldest === undefined ? 0 : Math.max(0, clock.wallMs() - sentMsOf(oldest)),
          ...(lagMs !== undefined && { lagMs }),
        });
      }
    }
    return ways;
  }

  private async deliver(piecesMax = Number.POSITIVE_INFINITY): Promise<void> {
    this.look();
    let left = piecesMax;
    for (const way of waysWaiting(this.deps.kv)) {
      let more = true;
      while (more && left-- > 0 && (!this.closed || Number.isFinite(piecesMax))) more = await this.piece(way);
    }
  }

  private look(): void {
    if (topologyVersion(this.deps.kv) !== this.topology.version) this.topology = readTopology(this.deps.kv);
  }

  /** True when more may be due on this way. */
  private async piece(way: Way): Promise<boolean> {
    const { kv } = this.deps;
    const to = this.topology.replicas.get(way.to);
    const from = this.topology.replicas.get(way.from);
    if (to === undefined || from === undefined) return this.drop(way);
    const lagMs = this.deps.roads.lagMs(from.region, to.region);
    const schema = this.readyTable(to);
    if (lagMs === undefined || schema === undefined) return false;
    // one look where nothing is due yet
    if (this.due(oldestKeys(kv, way, 1), lagMs).length === 0) return false;
    const keys = this.due(oldestKeys(kv, way, limits.deliveryPieceChanges), lagMs);
    const done = await kv.write((tx) => this.mergePiece(tx, { way, from, to, schema }, keys));
    const nowMs = this.deps.clock.wallMs();
    const receiving = this.deps.metricsOf(to.region);
    const writing = this.deps.metricsOf(from.region);
    for (const { units, sentMs } of done.merged) {
      receiving.replicated(to.keyspace, to.name, units);
      writing.replicationLatency(from.keyspace, from.name, to.region, Math.max(0, nowMs - sentMs));
    }
    return done.full || (!done.throttled && keys.length === limits.deliveryPieceChanges);
  }

  /** What was sent long enough ago; a change from the future was sent before the clock was set back. */
  private due(keys: readonly Buffer[], lagMs: number): Buffer[] {
    const nowMs = this.deps.clock.wallMs();
    return keys.filter((key) => {
      const ageMs = nowMs - sentMsOf(key);
      return ageMs >= lagMs || ageMs < 0;
    });
  }

  /** `full`: it ended at the bound of bytes, before the last key. */
  private mergePiece(tx: KvTransaction, leg: Leg, keys: readonly Buffer[]) {
    const { store, clock } = this.deps;
    const merged: { readonly units: number; readonly sentMs: number }[] = [];
    const readClock = { nowSeconds: Math.floor(clock.wallMs() / 1000) };
    let bytes = 0;
    for (const key of keys) {
      const value = tx.get('replication', key);
      // another process was quicker
      if (value === undefined) continue;
      const change = decodeChange(value);
      if (!this.admits(leg, change)) return { merged, throttled: true, full: false };
      const { writeUnits } = store.merge(tx, leg.schema, change, readClock);
      this.charge(leg, change, writeUnits);
      dequeue(tx, key, value.length);
      merged.push({ units: writeUnits, sentMs: sentMsOf(key) });
      bytes += value.length;
      if (bytes >= limits.deliveryPieceBytes) return { merged, throttled: false, full: true };
    }
    return { merged, throttled: false, full: false };
  }

  /** A receiving table without capacity takes the change later: the lag grows. */
  private admits({ schema, to }: Leg, change: Change): boolean {
    const { capacity, tableCapacity, metricsOf } = this.deps;
    const own = tableCapacity(schema);
    const cause = own && capacity.admit(own, 'write', this.tokenOf(change));
    if (cause !== undefined) metricsOf(to.region).throttled(to.keyspace, to.name, operationOf(change), 'write', cause);
    return cause === undefined;
  }

  private charge({ schema }: Leg, change: Change, units: number): void {
    const { capacity, tableCapacity } = this.deps;
    const own = tableCapacity(schema);
    if (own !== undefined) capacity.charge(own, 'write', units, this.tokenOf(change));
  }

  private tokenOf(change: Change): bigint {
    return this.deps.store.token(change.kind === 'range' ? change.partitionKey : partitionKeyOf(change.key));
  }

  /** Undefined while it cannot take writes: it is being made, copied or restored, or its key is not to be had. */
  private readyTable({ region, keyspace, name, number }: Replica): TableSchema | undefined {
    const found = this.deps.catalogs.get(region)?.table(keyspace, name);
    return found?.kind === 'stored' && found.schema.number === number ? found.schema : undefined;
  }

  /** One of the two tables is gone. */
  private async drop(way: Way): Promise<boolean> {
    const keys = oldestKeys(this.deps.kv, way, limits.deliveryPieceChanges);
    const isGone = await this.deps.kv.write((tx) => {
      const { replicas } = readTopology(tx);
      if (replicas.has(way.to) && replicas.has(way.from)) return false;
      for (const key of keys) {
        const value = tx.get('replication', key);
        if (value !== undefined) dequeue(tx, key, value.length);
      }
      return true;
    });
    // both are there by now: the next step looks at the topology anew
    return isGone && keys.length === limits.deliveryPieceChanges;
  }
}

/** What a change most probably was: the statement itself is not sent. */
function operationOf(change: Change): Operation {
  if (change.kind === 'range' || change.delta.deletion !== undefined) return 'DELETE';
  return change.delta.marker === undefined ? 'UPDATE' : 'INSERT';
}
