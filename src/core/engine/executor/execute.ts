// From a plan to something that runs: the one switch over kinds of plans. Apart so that sessions know plans only by
// this door.

import { assertNever } from '../../lib/assert.js';
import type { BatchPlan, ModifyPlan, SelectPlan, VirtualUpdatePlan } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { BatchRunner } from './batch.js';
import { Binding, setValue } from './binding.js';
import { PointRead, pointKey } from './point-read.js';
import { PageReader } from './read.js';
import type { Executable, Runtime } from './runtime.js';
import { VirtualReader } from './virtual-read.js';
import { ModifyRunner } from './write.js';

export type DataPlan = SelectPlan | ModifyPlan | VirtualUpdatePlan | BatchPlan;

/** `fingerprint` binds paging states to the statement. */
export function compile(runtime: Runtime, plan: DataPlan, fingerprint: number): Executable {
  switch (plan.kind) {
    case 'select':
      if (plan.source.kind === 'virtual') return new VirtualReader(runtime, plan, fingerprint);
      return pointKey(plan) === undefined
        ? new PageReader(runtime, plan, fingerprint)
        : new PointRead(runtime, plan, fingerprint);
    case 'modify':
      return new ModifyRunner(runtime, plan);
    case 'virtual-update':
      return virtualUpdate(runtime, plan);
    case 'batch':
      return new BatchRunner(runtime, plan);
    default:
      return assertNever(plan);
  }
}

function virtualUpdate(runtime: Runtime, plan: VirtualUpdatePlan): Executable {
  return {
    execute: (request) => {
      const binding = new Binding(request.values, runtime.clock.wallMs(), runtime.world);
      const values = new Map<string, Uint8Array | null>();
      for (const assignment of plan.assignments) {
        const { name } = assignment.column;
        // parts of collections are never what a computed table lets be set
        if (assignment.kind !== 'set')
          throw invalid(`${name} of ${plan.table.keyspace}.${plan.table.name} cannot be changed`);
        values.set(name, setValue(assignment.term, binding, name));
      }
      plan.virtual.update?.(values, request.context);
      return { kind: 'void' };
    },
  };
}
