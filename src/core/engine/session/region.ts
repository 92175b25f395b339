// One Region's statements: plan caches, the executor's runtime and the meter over capacity and metrics. Apart from
// session.ts because all sessions of a Region share it.

import { createHash } from 'node:crypto';
import { ByteSink } from '../../lib/byte-sink.js';
import type { CatalogReader } from '../catalog/schema.js';
import type { AnalysisContext } from '../cql/analysis/context.js';
import { classProblem } from '../cql/analysis/marshal-types.js';
import { planLater, prepareStatement } from '../cql/analysis/prepare.js';
import type { Statement as Parsed } from '../cql/syntax/ast/statement.js';
import { Diagnosis } from '../cql/syntax/diagnosis/diagnosis.js';
import { parseStatement } from '../cql/syntax/parser/statement.js';
import { CqlError, ErrorCode } from '../cql-error.js';
import { compile } from '../executor/execute.js';
import { fingerprintOf } from '../executor/page.js';
import type { Runtime } from '../executor/runtime.js';
import { Timestamps } from '../executor/timestamp.js';
import { limits } from '../limits.js';
import { TimeuuidGenerator } from '../types/timeuuid.js';
import type { SessionCatalog, SessionDeps } from './deps.js';
import { catalogBefore } from './kept-plans.js';
import { RegionMeter } from './region-meter.js';
import { neverPlanned, Statement } from './statement.js';
import { StatementCache, TextCache } from './statement-cache.js';

export class Region {
  readonly name: string;
  readonly catalog: SessionCatalog;
  readonly runtime: Runtime;
  readonly deps: SessionDeps;
  private readonly diagnosis = new Diagnosis();
  /** By the bytes of its id; every session may execute what any session prepared. */
  private readonly prepared = new StatementCache(limits.preparedStatements);
  /** The last one found of those whose ids begin with the same byte: comparing 16 bytes costs less than to make a key for the map. */
  private readonly near: (Statement | undefined)[] = new Array(256).fill(undefined);
  private readonly texts = new TextCache();

  constructor(name: string, catalog: SessionCatalog, deps: SessionDeps) {
    this.name = name;
    this.catalog = catalog;
    this.deps = deps.metricsOf === undefined ? deps : { ...deps, metrics: deps.metricsOf(name) };
    const timeuuids = new TimeuuidGenerator(deps.random);
    this.runtime = {
      kv: deps.kv,
      store: deps.store,
      clock: deps.clock,
      compat: deps.compat,
      meter: new RegionMeter(this.deps),
      world: { compat: deps.compat, random: deps.random, timeuuids, token: (key) => deps.store.token(key) },
      timestamps: new Timestamps(deps.clock),
      sink: new ByteSink(),
      readClock: { nowSeconds: 0 },
    };
  }

  prepare(keyspace: string | undefined, text: string): Statement {
    const bare = this.prepared.get(preparedId(undefined, text).toString('latin1'));
    if (bare !== undefined && (keyspace === undefined || isQualified(bare.parsed))) return this.again(bare);
    const within = this.prepared.get(preparedId(keyspace, text).toString('latin1'));
    if (within !== undefined) return this.again(within);
    const parsed = this.parsed(text);
    // a statement that names its keyspaces is the same whatever keyspace is in use [Cassandra 3.11.19 QueryProcessor]
    const id = preparedId(isQualified(parsed) ? undefined : keyspace, text);
    const key = id.toString('latin1');
    const statement = this.first(new Statement(keyspace, text, parsed, id));
    if (!isDml(statement) && !this.deps.compat.cassandraStatements) {
      throw new CqlError(
        ErrorCode.invalid,
        'Only SELECT, INSERT, UPDATE, DELETE and BATCH statements can be prepared.',
      );
    }
    const forgotten = this.prepared.add(key, statement);
    if (forgotten !== undefined && this.near[forgotten.id[0]!] === forgotten) this.near[forgotten.id[0]!] = undefined;
    return statement;
  }

  /** Prepared for the first time: planned, if it is planned before it runs. */
  private first(statement: Statement): Statement {
    const later = planLater(this.contextOf(statement), statement.parsed);
    if (later === undefined) this.plan(statement, this.catalog.version);
    else statement.set(later, undefined, this.deps.metrics, neverPlanned);
    const { plan } = statement;
    if (plan.kind === 'ddl') statement.preparing = plan.warnings;
    return statement;
  }

  private again(statement: Statement): Statement {
    statement.preparing = undefined;
    return planLater(this.contextOf(statement), statement.parsed) === undefined ? this.current(statement) : statement;
  }

  private contextOf(statement: Statement): AnalysisContext {
    return { catalog: this.catalog, keyspace: statement.keyspace, compat: this.deps.compat };
  }

  byId(id: Uint8Array): Statement {
    const known = id.length === idBytes ? this.idAt(id, 0) : undefined;
    if (known === undefined) {
      throw new CqlError(
        ErrorCode.unprepared,
        `Prepared query with ID ${Buffer.from(id).toString('hex')} not found (either the query was not prepared on this host (maybe the host has been restarted?) or you have prepared too many queries and it has been evicted from the internal cache)`,
        { preparedId: id },
      );
    }
    return known;
  }

  /** The statement whose id lies in bytes[at, at + 16). */
  idAt(bytes: Uint8Array, at: number): Statement | undefined {
    const near = this.near[bytes[at]!];
    if (near !== undefined && isAt(near.id, bytes, at)) return near;
    const found = this.prepared.get(Buffer.from(bytes.buffer, bytes.byteOffset + at, idBytes).toString('latin1'));
    if (found !== undefined) this.near[bytes[at]!] = found;
    return found;
  }

  preparedStatements(): Iterable<Statement> {
    return this.prepared.all();
  }

  /** The statement of a text, from the cache while the catalog stays as it is. */
  statement(keyspace: string | undefined, text: string): Statement {
    const known = this.texts.get(keyspace, text);
    if (known !== undefined) return this.current(known);
    const statement = new Statement(keyspace, text, this.parsed(text));
    this.plan(statement, this.catalog.version);
    this.texts.offer(statement, fingerprintOf(keyspace, text));
    return statement;
  }

  /** Plans anew when the schema has changed since; throws when the statement no longer makes sense. */
  current(statement: Statement): Statement {
    const { version } = this.catalog;
    if (statement.version === version) return statement;
    const isPrepared = statement.version !== neverPlanned && statement.id.length > 0;
    const keeps = isPrepared && this.deps.compat.cassandraStatements;
    this.plan(statement, version, keeps ? catalogBefore(this.catalog, statement.plan) : undefined);
    return statement;
  }

  private parsed(text: string): Parsed {
    return parseStatement(text, this.diagnosis, this.deps.compat.cassandraStatements ? classProblem : undefined);
  }

  private plan(statement: Statement, version: number, catalog: CatalogReader = this.catalog): void {
    const planned = prepareStatement({ ...this.contextOf(statement), catalog }, statement.parsed);
    const { plan } = planned;
    const runs = plan.kind !== 'ddl' && plan.kind !== 'use' && plan.kind !== 'later';
    const executable = runs
      ? compile(this.runtime, plan, fingerprintOf(statement.keyspace, statement.text))
      : undefined;
    statement.set(planned, executable, this.deps.metrics, version);
  }
}

/** Of an MD5. */
const idBytes = 16;

const preparedId = (keyspace: string | undefined, text: string): Buffer =>
  createHash('md5')
    .update(keyspace ?? '')
    .update(text)
    .digest();

/** Does the statement read and write only tables that it names with their keyspace? DDL counts as naming none. */
function isQualified(parsed: Parsed): boolean {
  switch (parsed.kind) {
    case 'select':
    case 'insert':
    case 'insert-json':
    case 'update':
    case 'delete':
      return parsed.table.keyspace !== undefined;
    case 'batch':
      return parsed.statements.every(isQualified);
    default:
      return false;
  }
}

const isDml = ({ plan: { kind } }: Statement): boolean => kind !== 'ddl' && kind !== 'use' && kind !== 'later';

function isAt(id: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < idBytes; i++) if (id[i] !== bytes[at + i]) return false;
  return true;
}
