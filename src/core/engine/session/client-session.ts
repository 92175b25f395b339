// One client's session: the keyspace in use, and the way of each request through plan, consistency, execution and
// metrics. Reads return at once, without a promise on their way.

import { ConnectionRate } from '../capacity/connection-rate.js';
import type { VirtualReadContext } from '../catalog/schema.js';
import type { Caller } from '../control/api.js';
import { checkBatch } from '../cql/analysis/batch.js';
import type { DdlPlan } from '../cql/analysis/ddl-plan.js';
import type { BatchPlan, ModifyPlan } from '../cql/analysis/plan.js';
import { unknownUse } from '../cql/analysis/refuse.js';
import { type CqlError, invalid, warned } from '../cql-error.js';
import { BatchRunner, type ChildValues } from '../executor/batch.js';
import type { Request } from '../executor/runtime.js';
import type { StatementSample } from '../metrics/api.js';
import type { BatchRequest, BoundValue, Outcome, Prepared, Session, SessionRequest, StatementOptions } from './api.js';
import { checkConsistency, writeKind } from './consistency-rules.js';
import { countedFailure } from './failures.js';
import { SessionPointReads } from './point-reads.js';
import type { Region } from './region.js';
import { TallyMeter } from './region-meter.js';
import type { SchemaEvents } from './schema-events.js';
import { operationOf, ownStatement, type Statement } from './statement.js';
import { batchPlaces, late, refuseBatch, refuseFailedRegion, statementRefusal } from './under-chaos.js';
import { positional } from './values.js';

interface HowRun {
  /** Monotonic nanoseconds at which the request came. */
  readonly start: bigint;
  readonly prepared: boolean;
  /** The schema may have changed since it was found. */
  readonly late?: true;
}

export class ClientSession implements Session {
  readonly pointReads: SessionPointReads;
  private readonly region: Region;
  private readonly origin: SessionRequest;
  private readonly events: SchemaEvents;
  private readonly context: VirtualReadContext;
  private readonly ceiling: ConnectionRate | undefined;
  private inUse: string | undefined;
  /** Filled anew for each statement; the recorder keeps nothing of it. */
  private readonly sample: StatementSample = {
    keyspace: '',
    table: '',
    operation: 'SELECT',
    latencyNs: 0,
    readUnits: 0,
    writeUnits: 0,
    returnedRows: -1,
  };

  constructor(region: Region, origin: SessionRequest, events: SchemaEvents) {
    this.region = region;
    this.origin = origin;
    this.events = events;
    this.inUse = origin.keyspace;
    const { localAddress, localPort, requestsPerSecond } = origin;
    this.ceiling = requestsPerSecond ? new ConnectionRate(requestsPerSecond) : undefined;
    this.pointReads = new SessionPointReads(region, this.ceiling);
    this.context = {
      ...(localAddress !== undefined && { localAddress }),
      ...(localPort !== undefined && { localPort }),
    };
  }

  get keyspace(): string | undefined {
    return this.inUse;
  }

  prepare(text: string): Prepared {
    const { metrics, chaos } = this.region.deps;
    metrics.request('PREPARE');
    try {
      if (chaos?.active) refuseFailedRegion(chaos, this.region.name);
      return this.region.prepare(this.inUse, text);
    } catch (error) {
      throw this.failed(error, undefined, 'PREPARE');
    }
  }

  preparedById(id: Uint8Array): Prepared {
    return this.region.byId(id);
  }

  query(text: string, options: StatementOptions): Outcome | Promise<Outcome> {
    const start = this.region.deps.clock.monotonicNs();
    let statement: Statement;
    try {
      statement = this.region.statement(this.inUse, text);
    } catch (error) {
      throw this.failed(error, undefined, operationOf(text));
    }
    return this.run(statement, options, { start, prepared: false });
  }

  execute(prepared: Prepared, options: StatementOptions): Outcome | Promise<Outcome> {
    const statement = ownStatement(prepared);
    const row = this.pointReads.outcome(statement, options);
    if (row !== undefined) return row;
    const { clock, metrics } = this.region.deps;
    const start = clock.monotonicNs();
    metrics.request('EXECUTE');
    try {
      this.region.current(statement);
    } catch (error) {
      throw this.failed(error, statement, 'EXECUTE');
    }
    return this.run(statement, options, { start, prepared: true });
  }

  async batch(request: BatchRequest, options: StatementOptions): Promise<Outcome> {
    const { clock, metrics } = this.region.deps;
    const start = clock.monotonicNs();
    metrics.request('BATCH');
    try {
      const { chaos, compat } = this.region.deps;
      if (!chaos?.active) return await this.runBatch(request, options, start);
      refuseBatch({ faults: chaos, compat, region: this.region.name, consistency: options.consistency }, request);
      return await late({ clock, chaos }, batchPlaces(request), () => this.runBatch(request, options, start));
    } catch (error) {
      throw this.failed(error, undefined, 'BATCH');
    }
  }

  close(): void {
    this.inUse = undefined;
  }

  private run(statement: Statement, options: StatementOptions, how: HowRun): Outcome | Promise<Outcome> {
    const { chaos, clock, compat } = this.region.deps;
    if (!chaos?.active) return this.runNow(statement, options, how);
    const question = { faults: chaos, compat, region: this.region.name, consistency: options.consistency };
    const gone = statementRefusal(question, statement);
    if (gone !== undefined) throw this.failed(gone, statement, statement.plan.kind.toUpperCase());
    return late({ clock, chaos }, [statement.dimensions], () =>
      this.runNow(statement, options, { ...how, late: true }),
    );
  }

  private runNow(statement: Statement, options: StatementOptions, how: HowRun): Outcome | Promise<Outcome> {
    try {
      if (how.late) this.region.current(statement);
      const values = positional(statement.bindColumns, options, how.prepared);
      const { plan } = statement;
      const { compat } = this.region.deps;
      switch (plan.kind) {
        case 'use':
          checkConsistency(compat, 'use', options);
          return this.use(plan.keyspace);
        case 'ddl':
          return this.ddl(plan, statement);
        case 'select':
          checkConsistency(compat, 'read', options);
          return this.done(statement, this.start(statement, options, values) as Outcome, how.start);
        case 'batch':
          checkConsistency(compat, writeKind(plan), options);
          return this.startBatch(plan, {
            request: { options, values, context: this.context, ceiling: this.ceiling },
            values: plan.statements.map(() => values),
            start: how.start,
          }).catch((error: unknown) => {
            throw this.failed(error, statement, 'BATCH');
          });
        default:
          checkConsistency(compat, writeKind(plan), options, statement.dimensions?.table);
          return this.finish(statement, this.start(statement, options, values), how.start);
      }
    } catch (error) {
      throw this.failed(error, statement, statement.plan.kind.toUpperCase());
    }
  }

  private start(
    statement: Statement,
    options: StatementOptions,
    values: readonly BoundValue[],
  ): Outcome | Promise<Outcome> {
    return statement.executable!.execute({ options, values, context: this.context, ceiling: this.ceiling });
  }

  private async finish(statement: Statement, running: Outcome | Promise<Outcome>, start: bigint): Promise<Outcome> {
    try {
      return this.done(statement, await running, start);
    } catch (error) {
      throw this.failed(error, statement, statement.plan.kind.toUpperCase());
    }
  }

  /** Reports a success. */
  private done(statement: Statement, outcome: Outcome, start: bigint): Outcome {
    const { dimensions } = statement;
    if (dimensions === undefined) return outcome;
    const { clock, metrics } = this.region.deps;
    const { sample } = this;
    sample.keyspace = dimensions.keyspace;
    sample.table = dimensions.table;
    sample.operation = dimensions.operation;
    sample.latencyNs = Number(clock.monotonicNs() - start);
    sample.readUnits = outcome.consumed?.readUnits ?? 0;
    sample.writeUnits = outcome.consumed?.writeUnits ?? 0;
    sample.returnedRows = dimensions.manyRows && outcome.kind === 'rows' ? outcome.rowCount : -1;
    metrics.success(sample);
    return outcome;
  }

  private failed(error: unknown, statement: Statement | undefined, operation: string): CqlError {
    return countedFailure(this.region.deps.metrics, error, statement, operation);
  }

  private use(keyspace: string): Outcome {
    const { catalog, deps } = this.region;
    deps.metrics.request('USE');
    if (catalog.keyspace(keyspace) === undefined) throw unknownUse(deps.compat, keyspace);
    this.inUse = keyspace;
    return { kind: 'set-keyspace', keyspace };
  }

  private async ddl(plan: DdlPlan, statement: Statement): Promise<Outcome> {
    try {
      const result = await this.region.deps.control.ddl(plan, this.caller(statement.text));
      this.events.poll();
      // TRUNCATE changes no schema
      const { change, warnings } = plan;
      const outcome: Outcome = result === 'changed' && plan.operation !== 'TruncateTable' ? change : { kind: 'void' };
      return warnings === undefined || warnings.length === 0 ? outcome : { ...outcome, warnings };
    } catch (error) {
      throw this.failed(warned(error, plan.warnings), undefined, plan.operation);
    }
  }

  private caller(rawQuery: string): Caller {
    const { user, region, clientAddress } = this.origin;
    const { accountId } = this.region.deps;
    return {
      region,
      accountId,
      principal: user.startsWith('arn:') ? user : `arn:aws:iam::${accountId}:user/${user}`,
      userAgent: 'cassandra',
      sourceAddress: clientAddress ?? '127.0.0.1',
      rawQuery,
    };
  }

  private async runBatch(request: BatchRequest, options: StatementOptions, start: bigint): Promise<Outcome> {
    const { region } = this;
    const { compat } = region.deps;
    const values: (readonly BoundValue[])[] = [];
    const prepared = request.children.map((child) => {
      const statement =
        typeof child.statement === 'string'
          ? region.statement(this.inUse, child.statement)
          : region.current(ownStatement(child.statement));
      const wanted = statement.bindColumns.length;
      if (child.values.length !== wanted) {
        throw invalid(`There were ${wanted} markers(?) in CQL but ${child.values.length} bound variables`);
      }
      values.push(child.values);
      return statement.plan;
    });
    // what they are is asked when all of them are known to be well formed [Cassandra 3.11 BatchMessage]
    const plans = prepared.filter((plan): plan is ModifyPlan => plan.kind === 'modify');
    if (plans.length < prepared.length) {
      throw invalid('Invalid statement in batch: only UPDATE, INSERT and DELETE statements are allowed.');
    }
    checkBatch(compat, request.type, plans, false);
    const plan: BatchPlan = { kind: 'batch', type: request.type, statements: plans };
    checkConsistency(compat, writeKind(plan), options);
    return this.startBatch(plan, {
      request: { options, values: [], context: this.context, ceiling: this.ceiling },
      values,
      start,
    });
  }

  /** Both forms of batches: one sample a table. */
  private async startBatch(
    plan: BatchPlan,
    { request, values, start }: { readonly request: Request; readonly values: ChildValues; readonly start: bigint },
  ): Promise<Outcome> {
    const { runtime } = this.region;
    const tally = new TallyMeter(runtime.meter);
    const outcome = await new BatchRunner({ ...runtime, meter: tally }, plan).run(request, values);
    this.reportBatch(tally, start);
    return outcome;
  }

  /** One sample a table. */
  private reportBatch(tally: TallyMeter, start: bigint): void {
    const { clock, metrics } = this.region.deps;
    const latencyNs = Number(clock.monotonicNs() - start);
    for (const [{ keyspace, name: table }, writeUnits] of tally.writes) {
      metrics.success({ keyspace, table, operation: 'BATCH', latencyNs, readUnits: 0, writeUnits, returnedRows: -1 });
    }
  }
}
