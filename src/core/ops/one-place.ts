// Choosing where to act: a change has exactly one place, a listing may have many. With the guards of read-only and
// protected targets, so that every front asks the same questions.

import { across } from '../lib/across.js';
import { isKsError, KsError, usage } from '../model/errors.js';
import type { Fleet, Place } from '../ports/fleet.js';

export function onePlace(fleet: Fleet): Place {
  const place = fleet.places[0];
  if (place === undefined) throw usage(`The target ${fleet.target.name} has no Region.`, 'add --region us-east-1');
  if (fleet.places.length > 1) {
    const names = fleet.places.map((each) => each.name).join(', ');
    throw usage(`The target ${fleet.target.name} has several places: ${names}.`, 'name one with --region or --profile');
  }
  return place;
}

/** Exit code 4 on a read-only target. */
export function assertWritable(fleet: Fleet): void {
  if (!fleet.target.readOnly) return;
  throw new KsError({
    code: 'READ_ONLY',
    kind: 'refused',
    message: `The target ${fleet.target.name} is read-only.`,
    why: 'Its configuration says readOnly: true.',
    next: ['choose another target: ks targets list', `ks targets show ${fleet.target.name}`],
  });
}

/** Before something is destroyed: on a protected target `confirmed` has to be the resource's name. */
export function assertMayDestroy(
  fleet: Fleet,
  resource: string,
  confirmed: string | undefined,
  /** `destroying shop.orders`. */
  doing = `destroying ${resource}`,
): void {
  assertWritable(fleet);
  if (confirmed !== undefined && confirmed !== resource) {
    throw new KsError({
      code: 'CONFIRMATION',
      kind: 'refused',
      message: `The confirmation "${confirmed}" is not the name ${resource}.`,
      next: [`add --confirm ${resource}`],
    });
  }
  if (!fleet.target.protected || confirmed === resource) return;
  throw new KsError({
    code: 'PROTECTED',
    kind: 'refused',
    message: `The target ${fleet.target.name} is protected: ${doing} needs its name.`,
    next: [`add --confirm ${resource}`],
  });
}

export interface PlaceFailure {
  readonly place: string;
  readonly code: string;
  readonly reason: string;
}
export interface Gathered<T> {
  readonly items: readonly T[];
  /** Places that could not be asked: they never hide the others. */
  readonly failures: readonly PlaceFailure[];
}

const placesAtOnce = 8;

/** Asks every place; throws only when no place answered. */
export async function everyPlace<T>(fleet: Fleet, ask: (place: Place) => Promise<readonly T[]>): Promise<Gathered<T>> {
  const outcomes = await across(fleet.places, placesAtOnce, ask);
  const items: T[] = [];
  const failures: PlaceFailure[] = [];
  let first: unknown;
  for (const outcome of outcomes) {
    if (outcome.kind === 'done') items.push(...outcome.value);
    else {
      first ??= outcome.error;
      failures.push(failureOf(outcome.item.name, outcome.error));
    }
  }
  if (failures.length > 0 && failures.length === outcomes.length) throw first;
  return { items, failures };
}

export function failureOf(place: string, error: unknown): PlaceFailure {
  return {
    place,
    code: isKsError(error) ? error.code : 'BUG',
    reason: error instanceof Error ? error.message : String(error),
  };
}

/** One call that a change makes, as `--dry-run` shows it. */
export interface ApiCall {
  readonly operation: string;
  readonly input: object;
}
export interface DryRun {
  readonly dryRun: true;
  readonly calls: readonly ApiCall[];
}
export const dryRunOf = (...calls: ApiCall[]): DryRun => ({ dryRun: true, calls });
