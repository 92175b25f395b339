// Polling to a state under a deadline, on the Clock port: the waiter that the service's API lacks.

import type { KeyspaceDescription, TableDescription } from '../model/control-shapes.js';
import { keyspaceStatus } from '../model/control-shapes.js';
import { formatDuration } from '../model/duration.js';
import { isKsError, KsError } from '../model/errors.js';
import { parseQualifiedName, parseResourceName, qualified } from '../model/names.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { onePlace } from './one-place.js';

export interface WaitOptions {
  /** After "waiting for": `shop.orders to become ACTIVE`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** What to type to go on waiting. */
  readonly again?: string;
}

const firstPauseMs = 50;
const longestPauseMs = 5_000;

/** `look` answers with a value when the wait is over, or with the state that it saw. */
export async function waitUntil<T>(
  fleet: Pick<Fleet, 'clock' | 'signal' | 'report'>,
  options: WaitOptions,
  look: () => Promise<{ readonly done: T } | { readonly state: string }>,
): Promise<T> {
  const startNs = fleet.clock.monotonicNs();
  let pauseMs = firstPauseMs;
  let reported: string | undefined;
  for (;;) {
    const seen = await look();
    if ('done' in seen) return seen.done;
    if (seen.state !== reported) fleet.report(`Waiting for ${options.what}: ${seen.state}`);
    reported = seen.state;
    const elapsedMs = Number((fleet.clock.monotonicNs() - startNs) / 1_000_000n);
    if (fleet.signal.aborted) {
      throw new KsError({ code: 'INTERRUPTED', kind: 'interrupted', message: `Stopped waiting for ${options.what}.` });
    }
    if (elapsedMs >= options.timeoutMs) {
      throw new KsError({
        code: 'WAIT_TIMEOUT',
        kind: 'timeout',
        message: `Waited ${formatDuration(elapsedMs)} for ${options.what}; ${stillText(seen.state)}.`,
        next: options.again === undefined ? [] : [options.again],
      });
    }
    await fleet.clock.sleep(Math.min(pauseMs, options.timeoutMs - elapsedMs), fleet.signal);
    pauseMs = Math.min(Math.round(pauseMs * 1.5), longestPauseMs);
  }
}

/** The state of what cannot be seen: it may be about to come. */
export const notThere = 'not there yet';
const stillText = (state: string): string => (state === notThere ? 'there is none' : `it is still ${state}`);

const toReach = (name: string, state: WaitedFor): string =>
  state === 'DELETED' ? `${name} to be deleted` : `${name} to become ${state}`;

const isMissing = (error: unknown): boolean => isKsError(error) && error.kind === 'not-found';

/** Undefined when there is none. */
export async function findTable(place: Place, keyspace: string, table: string): Promise<TableDescription | undefined> {
  try {
    return await place.control.tables.get(keyspace, table);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** findTable time and again, for who waits. Throws when a table that was being made is gone: nobody but the service takes it away then. */
export function tableInMaking(
  place: Place,
  keyspace: string,
  table: string,
): () => Promise<TableDescription | undefined> {
  let before: string | undefined;
  return async () => {
    const found = await findTable(place, keyspace, table);
    if (found === undefined && (before === 'CREATING' || before === 'RESTORING'))
      throw madeInVain(keyspace, table, before);
    before = found?.status;
    return found;
  };
}

function madeInVain(keyspace: string, table: string, before: 'CREATING' | 'RESTORING'): KsError {
  const name = qualified(keyspace, table);
  const restored = before === 'RESTORING';
  return new KsError({
    code: restored ? 'RESTORE_FAILED' : 'CREATE_FAILED',
    kind: 'failed',
    message: `${name} was ${before} and is gone: ${restored ? 'its restore' : 'making it'} failed.`,
    next: [`ks audit list ${name}`],
  });
}

export async function findKeyspace(place: Place, keyspace: string): Promise<KeyspaceDescription | undefined> {
  try {
    return await place.control.keyspaces.get(keyspace);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export type WaitedFor = 'ACTIVE' | 'DELETED' | (string & {});

export interface WaitInput {
  /** `shop.orders`. */
  readonly table: string;
  readonly state: WaitedFor;
  readonly timeoutMs: number;
}
export interface Waited {
  readonly name: string;
  readonly state: string;
}

/** Resolves when the table is in the state; DELETED = there is none any more. A table not found yet counts as CREATING. */
export async function waitForTable(
  fleet: Fleet,
  place: Place,
  input: WaitInput,
): Promise<TableDescription | undefined> {
  const { keyspace, name } = parseQualifiedName(input.table);
  const options: WaitOptions = {
    what: toReach(input.table, input.state),
    timeoutMs: input.timeoutMs,
    again: `ks tables wait ${input.table} --state ${input.state} --timeout 30m`,
  };
  const find =
    input.state === 'DELETED' ? () => findTable(place, keyspace, name) : tableInMaking(place, keyspace, name);
  return waitUntil<TableDescription | undefined>(fleet, options, async () => {
    const table = await find();
    if (input.state === 'DELETED') return table === undefined ? { done: undefined } : { state: table.status };
    if (table === undefined) return { state: notThere };
    if (table.status !== input.state) return { state: table.status };
    return { done: table };
  });
}

export async function waitForKeyspace(
  fleet: Fleet,
  place: Place,
  input: { readonly keyspace: string; readonly state: WaitedFor; readonly timeoutMs: number },
): Promise<KeyspaceDescription | undefined> {
  const options: WaitOptions = {
    what: toReach(input.keyspace, input.state),
    timeoutMs: input.timeoutMs,
    again: `ks wait ${input.keyspace} --state ${input.state} --timeout 30m`,
  };
  return waitUntil<KeyspaceDescription | undefined>(fleet, options, async () => {
    const keyspace = await findKeyspace(place, input.keyspace);
    if (input.state === 'DELETED') {
      return keyspace === undefined ? { done: undefined } : { state: keyspaceStatus(keyspace) };
    }
    if (keyspace === undefined) return { state: notThere };
    const state = keyspaceStatus(keyspace);
    return state === input.state ? { done: keyspace } : { state };
  });
}

/** `ks wait`: a keyspace or a table. A name that does not exist is waited for: someone else may be making it. */
export async function waitForResource(
  fleet: Fleet,
  input: { readonly name: string; readonly state: WaitedFor; readonly timeoutMs: number },
): Promise<Waited> {
  const place = onePlace(fleet);
  const { keyspace, table } = parseResourceName(input.name);
  if (table === undefined) await waitForKeyspace(fleet, place, { ...input, keyspace });
  else await waitForTable(fleet, place, { ...input, table: qualified(keyspace, table) });
  return { name: input.name, state: input.state };
}
