// Runs statements on a whole engine in memory and prints what comes of them, for scripts and tests. Time moves only by
// `@advance`, and by an hour after DDL so that asynchronous objects are ready.

import { Consistency } from '../../src/core/engine/consistency.js';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import {
  type BoundValue,
  type Outcome,
  type RowsOutcome,
  type Session,
  UNSET,
} from '../../src/core/engine/session/api.js';
import { valueToCqlText } from '../../src/core/engine/types/text.js';
import { countingRandom, FakeClock } from '../support/fake-clock.js';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export interface ScriptOptions {
  readonly compat?: 'keyspaces' | 'cassandra';
}

export class ScriptEngine {
  readonly clock = new FakeClock();
  readonly engine: Engine;
  readonly session: Session;
  consistency: Consistency = Consistency.localQuorum;
  pageSize: number | undefined = undefined;
  /** Of the last rows answer. */
  pagingState: Buffer | undefined = undefined;
  private lastText = '';

  private constructor(engine: Engine, clock: FakeClock) {
    this.engine = engine;
    this.clock = clock;
    this.session = engine.sessions.open({ region: 'us-east-1', user: 'alice' });
  }

  static async open(options: ScriptOptions = {}): Promise<ScriptEngine> {
    const clock = new FakeClock();
    const engine = await openEngine({
      dataDir: '/nowhere',
      clock,
      random: countingRandom(),
      log: silent,
      kv: memoryKv(),
      ...(options.compat && { compat: options.compat }),
    });
    return new ScriptEngine(engine, clock);
  }

  /** Statement text as QUERY. */
  async run(text: string, values: readonly BoundValue[] = []): Promise<Outcome> {
    this.lastText = text;
    return this.settle(this.session.query(text, this.options(values)));
  }

  async execute(text: string, values: readonly BoundValue[]): Promise<Outcome> {
    return this.settle(this.session.execute(this.session.prepare(text), this.options(values)));
  }

  /** A line of a script: a directive, or a statement. */
  async line(text: string): Promise<string> {
    try {
      return await this.directive(text);
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      return `! ${error.code.toString(16).padStart(4, '0')} ${error.message}`;
    }
  }

  private async directive(text: string): Promise<string> {
    const [word, argument = ''] = text.startsWith('@') ? text.slice(1).split(' ') : [undefined, undefined];
    switch (word) {
      case undefined:
        this.pagingState = undefined;
        return outcomeText(await this.statement(text));
      case 'page':
        this.pageSize = argument === '' ? undefined : Number(argument);
        return 'ok';
      case 'next':
        return outcomeText(await this.run(this.lastText));
      case 'cl':
        this.consistency = Consistency[argument as keyof typeof Consistency];
        return 'ok';
      case 'advance':
        this.clock.advance(Number(argument) * 1000);
        return 'ok';
      case 'units': {
        const { consumed } = await this.run(text.slice('@units '.length));
        return `read ${consumed?.readUnits ?? 0}, write ${consumed?.writeUnits ?? 0}`;
      }
      default:
        throw new Error(`no directive ${word}`);
    }
  }

  /** `statement <- [0x00000001, null, unset]` is prepared, and executed with these values. */
  private statement(text: string): Promise<Outcome> {
    const [, bound, list] = /^(.*) <- \[(.*)\]$/s.exec(text) ?? [];
    if (bound === undefined || list === undefined) return this.run(text);
    const values = list.split(', ').map((value): BoundValue => {
      if (value === 'null') return null;
      return value === 'unset' ? UNSET : Buffer.from(value.slice('0x'.length), 'hex');
    });
    return this.execute(bound, values);
  }

  private options(values: readonly BoundValue[]) {
    const { consistency, pageSize, pagingState } = this;
    return { consistency, values, ...(pageSize && { pageSize }), ...(pagingState && { pagingState }) };
  }

  private async settle(running: Outcome | Promise<Outcome>): Promise<Outcome> {
    const outcome = await running;
    if (outcome.kind === 'schema-change') this.clock.advance(3_600_000);
    if (outcome.kind === 'rows') this.pagingState = outcome.pagingState;
    return outcome;
  }
}

export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'void':
      return 'ok';
    case 'set-keyspace':
      return `using ${outcome.keyspace}`;
    case 'schema-change':
      return `${outcome.change} ${outcome.target} ${outcome.keyspace}${outcome.name === undefined ? '' : `.${outcome.name}`}`;
    case 'rows':
      return [
        outcome.columns.map((c) => c.name).join(' | '),
        ...rowsOf(outcome).map((row) => row.map((v, i) => valueToCqlText(outcome.columns[i]!.type, v)).join(' | ')),
        ...(outcome.pagingState === undefined ? [] : ['(more)']),
      ].join('\n');
  }
}

export function rowsOf(outcome: RowsOutcome): (Uint8Array | null)[][] {
  const body = Buffer.from(outcome.body);
  let at = 0;
  const cell = (): Uint8Array | null => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return body.subarray(at - length, at);
  };
  const rows = Array.from({ length: outcome.rowCount }, () => outcome.columns.map(cell));
  if (at !== body.length) throw new Error(`${body.length - at} bytes stand behind the last row`);
  return rows;
}
