// EXECUTE of a read of one row, into the out-buffer of a connection: what client-session.ts does for every statement, without the
// promises, options and outcomes that this one does not need. Apart because it is measured by the nanosecond.

import type { ConnectionRate } from '../capacity/connection-rate.js';
import type { Consistency } from '../consistency.js';
import type { BoundValue, Consumed, PointReads, Prepared, RowsOutcome, RowsTarget, StatementOptions } from './api.js';
import { checkReadConsistency } from './consistency-rules.js';
import { countedFailure } from './failures.js';
import type { Region } from './region.js';
import { ownStatement, type Statement } from './statement.js';
import { wrongCount } from './values.js';

const noValues: readonly BoundValue[] = [];

export class SessionPointReads implements PointReads {
  private readonly region: Region;
  private readonly ceiling: ConnectionRate | undefined;
  private readonly whole: RowsTarget;
  /** One look at the clock for all reads since `begin`; undefined until the first. */
  private nowMs: number | undefined;
  /** When the read before was done. One look at the clock a read, which costs 70 ns, tells its end and the begin of the next. */
  private doneNs = 0n;

  constructor(region: Region, ceiling: ConnectionRate | undefined) {
    this.region = region;
    this.ceiling = ceiling;
    this.whole = { beginRows: () => region.runtime.sink, endRows: () => undefined };
  }

  begin(): void {
    this.nowMs = undefined;
  }

  find(bytes: Uint8Array, at: number): Statement | undefined {
    const statement = this.region.idAt(bytes, at);
    return statement !== undefined && this.isFor(statement) ? statement : undefined;
  }

  /** The same in process, as an outcome. Undefined sends the statement the general way. */
  outcome(
    statement: Statement,
    options: StatementOptions,
  ): (RowsOutcome & { readonly consumed: Consumed }) | undefined {
    const { pointRead } = statement;
    if (pointRead === undefined || options.names !== undefined) return undefined;
    // where the answer to a read of one row may say more than the row
    if (options.pagingState !== undefined || options.pageSize === 1) return undefined;
    this.begin();
    if (!this.isFor(statement)) return undefined;
    const { sink } = this.region.runtime;
    sink.reset();
    this.answer(statement, options.consistency, options.values ?? noValues, this.whole);
    const { columns, rowCount, units } = pointRead;
    return { kind: 'rows', columns, rowCount, body: sink.view(), consumed: { readUnits: units, writeUnits: 0 } };
  }

  private isFor(statement: Statement): boolean {
    if (statement.pointRead === undefined) return false;
    const { deps, catalog } = this.region;
    if (this.nowMs === undefined) {
      this.nowMs = deps.clock.wallMs();
      this.doneNs = deps.clock.monotonicNs();
    }
    return statement.version === catalog.versionAt(this.nowMs) && deps.chaos?.active !== true;
  }

  answer(found: Prepared, consistency: Consistency, values: readonly BoundValue[], target: RowsTarget): void {
    const { region } = this;
    const statement = ownStatement(found);
    const { pointRead } = statement;
    const { metrics, clock, compat } = region.deps;
    const nowMs = this.nowMs!;
    try {
      if (values.length !== statement.bindColumns.length) throw wrongCount(statement.bindColumns.length, values.length);
      checkReadConsistency(compat, consistency);
      const sink = target.beginRows(pointRead!.columns);
      pointRead!.read(values, nowMs, consistency, sink, this.ceiling);
      target.endRows(pointRead!.rowCount);
    } catch (error) {
      metrics.request('EXECUTE');
      throw countedFailure(metrics, error, statement, 'EXECUTE');
    }
    const doneNs = clock.monotonicNs();
    statement.recorder?.executed(nowMs, Number(doneNs - this.doneNs), pointRead!.units);
    this.doneNs = doneNs;
  }
}
