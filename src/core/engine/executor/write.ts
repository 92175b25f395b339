// Runs one INSERT, UPDATE or DELETE: bind, admit, one write transaction, charge. Apart from mutations.ts, which batches
// use too.

import type { ModifyPlan } from '../cql/analysis/plan.js';
import type { Outcome } from '../session/api.js';
import { bindCondition, holds } from './condition-tests.js';
import { appliedResult, conditionRead, examine, refusedResult, shownColumns } from './conditional.js';
import { failedExistenceReadUnits, rowWriteUnits } from './metering.js';
import { applyModification, type BoundModification, bindModification, writeClock } from './mutations.js';
import type { Executable, Request, Runtime } from './runtime.js';

export class ModifyRunner implements Executable {
  private readonly runtime: Runtime;
  private readonly plan: ModifyPlan;

  constructor(runtime: Runtime, plan: ModifyPlan) {
    this.runtime = runtime;
    this.plan = plan;
  }

  /** Binding errors and throttling are thrown at once. */
  execute(request: Request): Promise<Outcome> {
    const { runtime, plan } = this;
    const bound = bindModification(runtime, plan, request);
    const token = bound.partitions.length === 1 ? runtime.store.token(bound.partitions[0]!) : undefined;
    runtime.meter.admit(plan.table, plan.operation, token, request.ceiling);
    return plan.condition === undefined ? this.write(bound, token) : this.writeIf(bound, token);
  }

  /** Not an async function: one would cost a generator and a promise more a write. */
  private write(bound: BoundModification, token: bigint | undefined): Promise<Outcome> {
    const { runtime } = this;
    const at = {
      timestamp: bound.ownTimestamp ?? bound.clientTimestamp ?? runtime.timestamps.next(),
      clock: writeClock(runtime),
    };
    const written = runtime.kv.write((tx) => applyModification(runtime, tx, bound, at));
    return written.then((units) => {
      runtime.meter.chargeWrite(bound.plan.table, units, token);
      return { kind: 'void', consumed: { readUnits: 0, writeUnits: units } };
    });
  }

  private async writeIf(bound: BoundModification, token: bigint | undefined): Promise<Outcome> {
    const { runtime, plan } = this;
    const { table } = plan;
    const clock = writeClock(runtime);
    const reads = conditionRead([bound]);
    const condition = bindCondition(bound);
    const done = await runtime.kv.write((tx) => {
      const row = examine(runtime, tx, bound, clock, reads);
      if (!holds(condition, row)) return { row, units: 0 };
      // taken here, so that it is later than that of every write seen
      const timestamp = runtime.timestamps.next();
      return { row: undefined, units: applyModification(runtime, tx, bound, { timestamp, clock }) };
    });
    if (done.row === undefined) {
      runtime.meter.chargeWrite(table, done.units, token);
      return { ...appliedResult(table, true), consumed: { readUnits: 0, writeUnits: done.units } };
    }
    const writeUnits = rowWriteUnits(done.row.billedBytes);
    const existence = plan.condition?.kind !== 'columns';
    const readUnits = existence ? failedExistenceReadUnits(table, done.row.billedBytes) : 0;
    runtime.meter.conditionFailed(table);
    runtime.meter.chargeWrite(table, writeUnits, token);
    if (readUnits > 0) runtime.meter.chargeRead(table, readUnits, token);
    return { ...refusedResult(table, shownColumns(bound), [done.row]), consumed: { readUnits, writeUnits } };
  }
}
