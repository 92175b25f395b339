// The control plane under faults: a Region that is gone answers nothing, and restores fail that were told to. Apart from
// control, which knows of no faults.

import { ApiError, type Control } from '../control/api.js';
import type { Chaos } from './chaos.js';

/** Throws what callers get instead of an answer from a Region that fails. */
export function refuseFailedRegion(faults: Pick<Chaos, 'regionFails'>, region: string): void {
  if (faults.regionFails(region))
    throw new ApiError('ServiceUnavailableException', `Region ${region} is failing: a chaos rule says so`, 503);
}

export function faultyControl(control: Control, chaos: Pick<Chaos, 'regionFails' | 'takeRestoreFailure'>): Control {
  const check = async (operation: string, region: string): Promise<void> => {
    refuseFailedRegion(chaos, region);
    if (operation === 'RestoreTable' && (await chaos.takeRestoreFailure()))
      throw new ApiError('InternalServerException', 'The restore failed: a chaos rule says so', 500);
  };
  return {
    call: async (operation, input, caller) => {
      await check(operation, caller.region);
      return control.call(operation, input, caller);
    },
    ddl: async (plan, caller) => {
      await check(plan.operation, caller.region);
      return control.ddl(plan, caller);
    },
  };
}
