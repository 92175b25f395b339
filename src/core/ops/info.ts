// What is used and why: target, places, data folder, and whether each place answers. For `ks info`, the first thing to
// type when something is odd.

import { across } from '../lib/across.js';
import type { Target } from '../model/config.js';
import { isKsError } from '../model/errors.js';
import { isSystemKeyspace } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';

export interface InfoInput {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly configPath: string;
  readonly configFound: boolean;
  readonly dataDir: string;
  /** Why this target: `built in`, `named by --target`. */
  readonly targetFrom: string;
}
export interface PlaceInfo {
  readonly place: string;
  readonly reachable: boolean;
  readonly answeredMs?: number;
  readonly keyspaces?: number;
  readonly reason?: string;
  readonly next?: readonly string[];
}
export interface InfoOf extends InfoInput {
  readonly target: Target;
  readonly places: readonly PlaceInfo[];
}

export async function showInfo(fleet: Fleet, input: InfoInput): Promise<InfoOf> {
  const outcomes = await across(fleet.places, 8, async (place): Promise<PlaceInfo> => {
    const startNs = fleet.clock.monotonicNs();
    const keyspaces = await place.control.keyspaces.list();
    const answeredMs = Math.round(Number(fleet.clock.monotonicNs() - startNs) / 1e4) / 100;
    return {
      place: place.name,
      reachable: true,
      answeredMs,
      keyspaces: keyspaces.filter((each) => !isSystemKeyspace(each.keyspaceName)).length,
    };
  });
  const places = outcomes.map((outcome): PlaceInfo => {
    if (outcome.kind === 'done') return outcome.value;
    const { error, item } = outcome;
    const reason = error instanceof Error ? error.message : String(error);
    return {
      place: item.name,
      reachable: false,
      reason,
      ...(isKsError(error) && { next: error.next.filter((step) => step !== 'ks info') }),
    };
  });
  return { ...input, target: fleet.target, places };
}
