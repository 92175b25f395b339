// The guards of a target for CQL text: a read-only one takes statements that change nothing, a protected one wants the
// name of what a statement destroys. The same rules as for commands, so that CQL is no way around them.

import { KsError } from '../model/errors.js';
import { stripComments } from '../model/split-statements.js';
import type { Fleet } from '../ports/fleet.js';
import { assertMayDestroy } from './one-place.js';

/** Asks for, or looks up, the typed name of what is about to be destroyed. */
export type ConfirmName = (resource: string) => Promise<string | undefined>;

/** Words that begin a statement which changes nothing. */
const readers = /^(?:select|use|list)\b/i;

const part = '("(?:[^"]|"")+"|\\w+)';
const named = `(?:${part}\\s*\\.\\s*)?${part}`;
const drops = new RegExp(`^drop\\s+(keyspace|table|type)\\s+(?:if\\s+exists\\s+)?${named}`, 'i');
const truncates = new RegExp(`^truncate\\s+(?:table\\s+)?${named}`, 'i');
const alters = new RegExp(`^alter\\s+table\\s+(?:if\\s+exists\\s+)?${named}`, 'i');
/** It throws the backup history away. */
const recoveryOff = /'point_in_time_recovery'\s*:\s*\{[^}]*'status'\s*:\s*'disabled'/i;

const plain = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();

/** `shop` or `shop.orders` when the statement destroys it; undefined when it destroys nothing. */
export function destroyedBy(statement: string, keyspace: string | undefined): string | undefined {
  const bare = stripComments(statement).trim();
  const drop = drops.exec(bare);
  if (drop?.[1]?.toLowerCase() === 'keyspace') return plain(drop[3] ?? '');
  const found =
    drop?.slice(2) ??
    truncates.exec(bare)?.slice(1) ??
    (recoveryOff.test(bare) ? alters.exec(bare)?.slice(1) : undefined);
  if (found === undefined) return undefined;
  const owner = found[0] === undefined ? keyspace : plain(found[0]);
  const name = plain(found[1] ?? '');
  return owner === undefined ? name : `${owner}.${name}`;
}

export async function guardStatement(
  fleet: Fleet,
  statement: string,
  keyspace: string | undefined,
  confirm: ConfirmName | undefined,
): Promise<void> {
  const { target } = fleet;
  if (target.readOnly && !readers.test(stripComments(statement).trim())) {
    throw new KsError({
      code: 'READ_ONLY',
      kind: 'refused',
      message: `The target ${target.name} is read-only: only SELECT runs there.`,
      why: 'Its configuration says readOnly: true.',
      next: ['choose another target: ks targets list'],
    });
  }
  if (!target.protected) return;
  const destroyed = destroyedBy(statement, keyspace);
  if (destroyed !== undefined) assertMayDestroy(fleet, destroyed, await confirm?.(destroyed));
}
