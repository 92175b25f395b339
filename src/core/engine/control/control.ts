// The control plane of an engine: API calls and DDL statements to operations, told to the audit log; and the work that
// dropped tables leave behind.

import type { TableCapacity } from '../capacity/api.js';
import { CatalogEdit } from '../catalog/edit.js';
import type { TableSchema } from '../catalog/schema.js';
import { ApiError, type Caller, type Control } from './api.js';
import { auditRecord } from './audit.js';
import { type ControlDeps, type Delays, defaultDelays, noDelays, openContext } from './context.js';
import { runDdl } from './ddl.js';
import { apiOperations } from './operations.js';
import { createTableCapacity } from './table-capacity.js';

export interface EngineControl extends Control {
  /** For the capacity model; undefined for system tables. */
  tableCapacity(schema: TableSchema): TableCapacity | undefined;
  /** Removes up to `rowsMax` rows of dropped tables; true when none are left. Call now and then from a writing process. */
  maintain(rowsMax: number): Promise<boolean>;
  /** Whether maintain() has something to do. */
  owesWork(): boolean;
}

export function createControl(deps: ControlDeps): EngineControl {
  const delays: Delays = deps.compat.synchronousDdl ? noDelays : { ...defaultDelays, ...deps.delays };
  const told = async <T>(operation: string, input: unknown, caller: Caller, run: () => Promise<T>): Promise<T> => {
    let error: unknown;
    try {
      return await run();
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const record = auditRecord(operation, input, caller, deps.clock.wallMs(), error);
      if (record !== undefined) deps.audit?.(record);
      if (error === undefined) tellTableChange(deps, operation, input, caller);
    }
  };
  return {
    call: (operation, input, caller) =>
      told(operation, input, caller, async () => {
        const run = apiOperations.get(operation);
        if (run === undefined) throw new ApiError('UnknownOperationException', `Unknown operation ${operation}`, 404);
        return run(openContext(deps, delays, caller), input);
      }),
    ddl: (plan, caller) =>
      told(plan.operation, plan.input, caller, async () => runDdl(openContext(deps, delays, caller, plan), plan)),
    tableCapacity: createTableCapacity(deps.catalogs.values(), deps.compat),
    maintain: (rowsMax) => maintain(deps, rowsMax),
    owesWork: () => [...deps.catalogs.values()].some((catalog) => catalog.dropsOwed() > 0),
  };
}

const tableOperations = new Set([
  'CreateTable',
  'UpdateTable',
  'DeleteTable',
  'DropColumns',
  'RenameColumns',
  'TruncateTable',
]);

function tellTableChange(deps: ControlDeps, operation: string, input: unknown, caller: Caller): void {
  if (deps.onTableChange === undefined || !tableOperations.has(operation)) return;
  const { keyspaceName, tableName } = input as { keyspaceName: string; tableName: string };
  deps.onTableChange({ region: caller.region, keyspace: keyspaceName, table: tableName });
}

async function maintain(deps: ControlDeps, rowsMax: number): Promise<boolean> {
  const done = await deps.kv.write((tx) => {
    let left = rowsMax;
    for (const region of deps.catalogs.keys()) {
      const edit = new CatalogEdit(tx, region, deps.clock.wallMs());
      for (const tableNumber of edit.dropsOwed()) {
        // one table a transaction: how many rows a drop took is not told
        if (left <= 0) break;
        left = 0;
        if (deps.store.dropRows(tx, tableNumber, rowsMax)) edit.rowsGone(tableNumber);
      }
      edit.finish();
      if (edit.dropsOwed().length > 0) return false;
    }
    return true;
  });
  for (const catalog of deps.catalogs.values()) catalog.invalidate();
  return done;
}
