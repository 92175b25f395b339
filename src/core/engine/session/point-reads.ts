// EXECUTE of a read of one row, into the out-buffer of a connection: what client-session.ts does for every statement, without the
// promises, options and outcomes that this one does not need. Apart because it is measured by the nanosecond.

import type { ConnectionRate } from '../capacity/connection-rate.js';
import type { Consistency } from '../consistency.js';
import type { BoundValue, PointReads, Prepared, RowsTarget } from './api.js';
import { checkReadConsistency } from './consistency-rules.js';
import { countedFailure } from './failures.js';
import type { Region } from './region.js';
import { ownStatement, type Statement } from './statement.js';
import { wrongCount } from './values.js';

export class SessionPointReads implements PointReads {
  private readonly region: Region;
  private readonly ceiling: ConnectionRate | undefined;
  /** One look at the clock for all reads since `begin`; undefined until the first. */
  private nowMs: number | undefined;
  /** When the read before was done. One look at the clock a read, which costs 70 ns, tells its end and the begin of the next. */
  private doneNs = 0n;

  constructor(region: Region, ceiling: ConnectionRate | undefined) {
    this.region = region;
    this.ceiling = ceiling;
  }

  begin(): void {
    this.nowMs = undefined;
  }

  find(bytes: Uint8Array, at: number): Statement | undefined {
    const { region } = this;
    const statement = region.idAt(bytes, at);
    if (statement?.pointRead === undefined) return undefined;
    const { clock, chaos } = region.deps;
    if (this.nowMs === undefined) {
      this.nowMs = clock.wallMs();
      this.doneNs = clock.monotonicNs();
    }
    if (statement.version !== region.catalog.versionAt(this.nowMs) || chaos?.active) return undefined;
    return statement;
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
