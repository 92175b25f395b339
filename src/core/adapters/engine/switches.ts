// The local engine's clock and faults behind their ports.

import type { ActiveRule } from '../../model/chaos-rule.js';
import type { LocalChaos, LocalClock } from '../../ports/local-switches.js';
import type { Engine } from './door.js';
import { mapEngineError } from './map-errors.js';

const mapped = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw mapEngineError(error);
  }
};

export const engineClock = ({ clock }: Engine): LocalClock => ({
  show: () => clock.show(),
  change: (change) => mapped(clock.change(change)),
});

export const engineChaos = ({ chaos }: Engine): LocalChaos => ({
  list: () => chaos.list(),
  add: (rule) => mapped<ActiveRule>(chaos.add(rule)),
  clear: (id) => mapped(chaos.clear(id)),
  recover: (what) => mapped(chaos.recover(what)),
  setSeed: (seed) => mapped(chaos.setSeed(seed)),
  dropNow: (share) => mapped(chaos.dropNow(share)),
});
