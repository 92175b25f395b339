// What is missing or there already, said with the name that was typed: the service's own words name no keyspace
// ("unconfigured table orders") and no next step.

import { isKsError, KsError } from '../model/errors.js';
import { qualified } from '../model/names.js';

async function reworded<T>(
  work: Promise<T>,
  kind: 'not-found' | 'conflict',
  say: (why: string) => KsError,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isKsError(error) || error.kind !== kind) throw error;
    throw say(error.message);
  }
}

const missing = (message: string, why: string, ...next: string[]): KsError =>
  new KsError({ code: 'NOT_FOUND', kind: 'not-found', message, next, ...(isMore(why, message) && { why }) });

/** Whether the service's words add anything to ours. */
const isMore = (why: string, message: string): boolean =>
  !/^unconfigured table|^No user type named/.test(why) && why.replace(/\.$/, '') !== message.replace(/\.$/, '');

/** A call about a table; code NOT_FOUND when there is none. */
export const orNoTable = <T>(keyspace: string, name: string, work: Promise<T>): Promise<T> =>
  reworded(work, 'not-found', (why) =>
    /^Keyspace /i.test(why)
      ? missing(`There is no keyspace ${keyspace}.`, `There is no keyspace ${keyspace}.`, 'ks keyspaces list')
      : missing(`There is no table ${qualified(keyspace, name)}.`, why, `ks tables list ${keyspace}`),
  );

export const orNoType = <T>(keyspace: string, name: string, work: Promise<T>): Promise<T> =>
  reworded(work, 'not-found', (why) =>
    /^Keyspace /i.test(why)
      ? missing(`There is no keyspace ${keyspace}.`, `There is no keyspace ${keyspace}.`, 'ks keyspaces list')
      : missing(`There is no type ${qualified(keyspace, name)}.`, why, `ks types list ${keyspace}`),
  );

export const orNoKeyspace = <T>(keyspace: string, work: Promise<T>): Promise<T> =>
  reworded(work, 'not-found', () =>
    missing(`There is no keyspace ${keyspace}.`, '', 'ks keyspaces list', `ks keyspaces create ${keyspace}`),
  );

/** A call that makes or ends something: a conflict keeps the service's words and gets next steps. */
export const orConflict = <T>(next: readonly string[], work: Promise<T>): Promise<T> =>
  reworded(work, 'conflict', (message) => new KsError({ code: 'CONFLICT', kind: 'conflict', message, next }));
