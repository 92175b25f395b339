// The control plane of an engine: API calls and DDL statements to operations, told to the audit log.

import type { TableCapacity } from '../capacity/api.js';
import { CatalogEdit } from '../catalog/edit.js';
import type { TableSchema } from '../catalog/schema.js';
import { ApiError, type Caller, type Control } from './api.js';
import { type AuditRecord, auditRecord, refusedRecord } from './audit.js';
import { type CommitNote, type ControlDeps, type Delays, defaultDelays, noDelays, openContext } from './context.js';
import { runDdl } from './ddl.js';
import { followKeys, keysMatter } from './key-states.js';
import { createMaintenance } from './maintenance.js';
import { apiOperations } from './operations.js';
import { type ScalingChange, setScaling } from './scaling-settings.js';
import { createTableCapacity } from './table-capacity.js';

export interface EngineControl extends Control {
  /** One direction of a table's auto scaling, at once. Rejects with an ApiError. */
  setScaling(change: ScalingChange, caller: Caller): Promise<void>;
  /** Brings tables into the states that follow from the keys that fail now; cheap when none has to change. */
  followKeys(): Promise<void>;
  /** For the capacity model; undefined for system tables. */
  tableCapacity(schema: TableSchema): TableCapacity | undefined;
  /** One piece of what changes left to do (maintenance.ts); true when none is left. Call now and then from a writing process. */
  maintain(rowsMax: number): Promise<boolean>;
  /** Whether maintain() has something to do. */
  owesWork(): boolean;
  /** Whether rows of a restored table are still to be copied. */
  restoring(): boolean;
}

export function createControl(deps: ControlDeps): EngineControl {
  const delays: Delays = deps.compat.synchronousDdl ? noDelays : { ...defaultDelays, ...deps.delays };
  const maintenance = createMaintenance(deps, delays);
  const told = async <T>(
    operation: string,
    input: unknown,
    caller: Caller,
    run: (note: CommitNote) => Promise<T>,
  ): Promise<T> => {
    const record = auditRecord(operation, input, caller, deps.clock.wallMs());
    const note: CommitNote = {
      kept: false,
      add: (tx) => {
        if (record !== undefined) deps.audit?.within(tx, record);
      },
    };
    let result: T;
    try {
      result = await run(note);
    } catch (error) {
      if (record !== undefined) await tellRefusal(deps, refusedRecord(record, error));
      throw error;
    }
    if (!note.kept && record !== undefined) await deps.audit?.alone(record);
    tellTableChange(deps, operation, input, caller);
    if ((operation === 'RestoreTable' || operation === 'UpdateKeyspace') && deps.compat.synchronousDdl)
      await maintenance.finishRestores();
    return result;
  };
  return {
    call: (operation, input, caller) =>
      told(operation, input, caller, async (note) => {
        const run = apiOperations.get(operation);
        if (run === undefined) throw new ApiError('UnknownOperationException', `Unknown operation ${operation}`, 404);
        return run(openContext(deps, delays, { caller, note }), input);
      }),
    ddl: (plan, caller) =>
      told(plan.operation, plan.input, caller, async (note) =>
        runDdl(openContext(deps, delays, { caller, plan, note }), plan),
      ),
    setScaling: async (change, caller) => setScaling(openContext(deps, delays, { caller }), change),
    followKeys: async () => {
      const failed = deps.failedKeys?.() ?? new Set<string>();
      for (const [region, catalog] of deps.catalogs) {
        if (!keysMatter(catalog.tables(), failed)) continue;
        await deps.kv.write((tx) => {
          const edit = new CatalogEdit(tx, region, deps.clock.wallMs());
          followKeys(edit, failed);
          edit.finish();
        });
        catalog.invalidate();
      }
    },
    tableCapacity: createTableCapacity(deps.catalogs, deps.compat),
    maintain: (rowsMax) => maintenance.maintain(rowsMax),
    owesWork: () => maintenance.owesWork(),
    restoring: () => maintenance.restoring(),
  };
}

/** A store that cannot take the record must not hide why the call was refused. */
async function tellRefusal(deps: ControlDeps, record: AuditRecord): Promise<void> {
  try {
    await deps.audit?.alone(record);
  } catch {
    // the caller hears of the refusal; the store's own trouble is met by the next write
  }
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
