// A whole engine in memory for the fact tests: statements and API calls on one stopped clock. Changes of the schema are done
// when they return, unless a test looks at what happens meanwhile.

import { Consistency } from '../../src/core/engine/consistency.js';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import type { BoundValue, Outcome, RowsOutcome, Session, StatementOptions } from '../../src/core/engine/session/api.js';
import { countingRandom, FakeClock } from '../support/fake-clock.js';

export type Json = Record<string, unknown>;
export interface Refusal {
  readonly type: string;
  readonly message: string;
  readonly httpStatus: number;
  readonly members: Json;
}
export const hour = 3_600_000;
export const day = 24 * hour;
export const { localQuorum, localOne } = Consistency;

export class FactStand {
  readonly clock = new FakeClock();
  readonly engine: Engine;
  readonly session: Session;

  private constructor(engine: Engine, clock: FakeClock) {
    this.engine = engine;
    this.clock = clock;
    this.session = engine.sessions.open({ region: 'us-east-1', user: 'alice' });
  }

  static async open(keyspace = 'ks'): Promise<FactStand> {
    const clock = new FakeClock();
    const engine = await openEngine({
      dataDir: '',
      kv: memoryKv(),
      clock,
      random: countingRandom(),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      regions: ['us-east-1', 'eu-west-1'],
    });
    const stand = new FactStand(engine, clock);
    await stand.done('CreateKeyspace', { keyspaceName: keyspace });
    return stand;
  }

  call(operation: string, input: Json, region = 'us-east-1'): Promise<Json> {
    const principal = 'arn:aws:iam::111122223333:user/alice';
    const caller = { region, accountId: '111122223333', principal, userAgent: '', sourceAddress: '' };
    return this.engine.control.call(operation, input, caller);
  }

  /** Calls, and lets the change come to its end. */
  async done(operation: string, input: Json, region?: string): Promise<Json> {
    const output = await this.call(operation, input, region);
    this.clock.advance(hour);
    return output;
  }

  async refusal(operation: string, input: Json): Promise<Refusal> {
    return this.call(operation, input).then(
      () => {
        throw new Error(`${operation} was not refused`);
      },
      (error: Refusal) => error,
    );
  }

  async type(operation: string, input: Json): Promise<string> {
    return (await this.refusal(operation, input)).type;
  }

  async cql(text: string, values: readonly BoundValue[] = [], more: Partial<StatementOptions> = {}): Promise<Outcome> {
    const outcome = await this.session.query(text, { consistency: localQuorum, values, ...more });
    if (outcome.kind === 'schema-change') this.clock.advance(hour);
    return outcome;
  }

  async rows(text: string, more: Partial<StatementOptions> = {}): Promise<Outcome & RowsOutcome> {
    const outcome = await this.cql(text, [], more);
    if (outcome.kind !== 'rows') throw new Error(`${text} gave no rows`);
    return outcome;
  }

  /** `2200 text` of the error. */
  async error(text: string, values: readonly BoundValue[] = [], more: Partial<StatementOptions> = {}): Promise<string> {
    try {
      await this.cql(text, values, more);
    } catch (error) {
      if (error instanceof CqlError) return `${error.code.toString(16).padStart(4, '0')} ${error.message}`;
      throw error;
    }
    return 'none';
  }

  async reads(text: string, consistency: Consistency = localQuorum): Promise<number> {
    return (await this.cql(text, [], { consistency })).consumed?.readUnits ?? -1;
  }
  async writes(text: string, values: readonly BoundValue[] = []): Promise<number> {
    return (await this.cql(text, values)).consumed?.writeUnits ?? -1;
  }

  /** A table of an int key made through the API; not yet ACTIVE. */
  newTable(tableName: string, more: Json = {}): Promise<Json> {
    return this.call('CreateTable', { keyspaceName: 'ks', tableName, schemaDefinition: intKey, ...more });
  }
  async table(tableName: string, more: Json = {}): Promise<Json> {
    const output = await this.newTable(tableName, more);
    this.clock.advance(hour);
    return output;
  }
  async status(tableName: string): Promise<unknown> {
    return (await this.call('GetTable', { keyspaceName: 'ks', tableName })).status;
  }
}

export const intKey = {
  allColumns: [
    { name: 'id', type: 'int' },
    { name: 'v', type: 'text' },
  ],
  partitionKeys: [{ name: 'id' }],
};
