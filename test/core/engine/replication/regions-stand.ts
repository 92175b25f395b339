// A whole engine with several Regions under a clock that tests move, on a store that outlives it: what the tests of
// replication stand on.

import { type Engine, openEngine } from '../../../../src/core/engine/index.js';
import type { Kv } from '../../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { seededRandom } from '../../../../src/core/lib/seeded-random.js';
import { FakeClock } from '../../../support/fake-clock.js';

export const accountId = '111122223333';
const options = { consistency: 6 as const };
const log = { debug() {}, info() {}, warn() {}, error() {} };

export interface RegionsOptions {
  readonly regions: readonly string[];
  readonly kv?: Kv;
  /** A folder for LMDB; in memory otherwise. */
  readonly dataDir?: string;
  readonly compat?: 'keyspaces' | 'cassandra';
}

export class RegionsStand {
  readonly clock = new FakeClock(Date.UTC(2026, 0, 15, 12));
  engine!: Engine;
  private readonly options: RegionsOptions;
  private readonly kv: Kv | undefined;
  private opened = 0;

  private constructor(options: RegionsOptions) {
    this.options = options;
    // kept open over restarts of the engine
    this.kv = options.dataDir === undefined ? keptOpen(options.kv ?? memoryKv()) : undefined;
  }

  static async open(options: RegionsOptions): Promise<RegionsStand> {
    const stand = new RegionsStand(options);
    await stand.start();
    return stand;
  }

  async start(): Promise<void> {
    const { dataDir = '', regions, compat = 'keyspaces' } = this.options;
    const kv = this.kv === undefined ? {} : { kv: this.kv };
    const random = seededRandom(++this.opened);
    this.engine = await openEngine({ dataDir, clock: this.clock, random, log, regions, accountId, compat, ...kv });
  }

  async restart(): Promise<void> {
    await this.engine.close();
    await this.start();
  }

  query(region: string, text: string, timestamp?: bigint) {
    const session = this.engine.sessions.open({ region, user: 'u' });
    return session.query(text, { ...options, ...(timestamp !== undefined && { timestamp }) });
  }

  /** False when it was refused. */
  async tried(region: string, text: string, timestamp?: bigint): Promise<boolean> {
    try {
      await this.query(region, text, timestamp);
      return true;
    } catch {
      return false;
    }
  }

  /** What a SELECT answers, as bytes in hex: equal answers have equal rows in the same order. */
  async rows(region: string, text: string): Promise<string> {
    const outcome = await this.query(region, text);
    if (outcome.kind !== 'rows') throw new Error(`${text} has no rows`);
    return `${outcome.rowCount}:${Buffer.from(outcome.body).toString('hex')}`;
  }

  async count(region: string, table: string): Promise<number> {
    const outcome = await this.query(region, `SELECT * FROM ${table}`);
    return outcome.kind === 'rows' ? outcome.rowCount : -1;
  }

  /** A keyspace operation; the answer as JSON. */
  call(operation: string, input: unknown, region = this.options.regions[0]!): Promise<Record<string, unknown>> {
    const caller = { region, accountId, principal: `arn:aws:iam::${accountId}:user/alice` };
    return this.engine.control.call(operation, input, { ...caller, userAgent: 'test', sourceAddress: '127.0.0.1' });
  }

  /** Lets time pass, and everything that is due in it be done. */
  async pass(milliseconds: number): Promise<void> {
    const steps = Math.max(1, Math.min(20, Math.ceil(milliseconds / 200)));
    for (let step = 0; step < steps; step++) {
      this.clock.advance(Math.ceil(milliseconds / steps));
      // the tasks that began end within a few turns; more only does no harm
      for (let turn = 0; turn < 12; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** Until nothing is on its way any more. */
  async drained(): Promise<void> {
    for (let round = 0; round < 200; round++) {
      if (this.engine.replication().every(({ changes }) => changes === 0)) return;
      await this.pass(1000);
    }
    throw new Error('changes are still on their way');
  }

  async createKeyspace(name: string, regions: readonly string[]): Promise<void> {
    await this.call('CreateKeyspace', {
      keyspaceName: name,
      replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: regions },
    });
    await this.pass(3000);
  }

  async ddl(text: string): Promise<void> {
    await this.query(this.options.regions[0]!, text);
    await this.pass(4000);
  }
}

function keptOpen(kv: Kv): Kv {
  return new Proxy(kv, {
    get: (target, name) => {
      if (name === 'close') return async () => undefined;
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
