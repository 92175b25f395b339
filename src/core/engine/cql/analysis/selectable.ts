// What is known of a selector before and after its names are resolved, and token(), which looks at the table's own key.
// Apart from projection.ts, which builds the other kinds.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import { type CqlType, native } from '../../types/cql-type.js';
import type { Selector as RawSelector } from '../syntax/ast/selector.js';
import type { ArgumentType } from './functions.js';
import type { Selector } from './plan.js';
import type { TermContext } from './terms.js';

export interface Item {
  readonly selector: Selector;
  readonly type: CqlType;
  readonly name: string;
}
export interface Work {
  readonly at: TermContext;
  readonly table: TableSchema;
  readonly reads: Set<Column>;
}

/** A selector whose names and overloads are known. Cassandra checks each selected item that far, arguments and all,
 * before it asks of it what `make` asks. */
export interface Selectable {
  /** Undefined when the place decides. */
  readonly type: CqlType | undefined;
  /** How messages name it. */
  readonly text: string;
  readonly argument: ArgumentType;
  /** `expected`: the type of the function's argument where it stands. */
  make(work: Work, expected?: CqlType): Item;
}

export const typed = (type: CqlType, text: string, make: Selectable['make']): Selectable => ({
  type,
  text,
  argument: type,
  make,
});

/** token() of the partition key is the row's own token; of anything else, that of the values as a key. */
export function tokenSelectable(
  table: TableSchema,
  raw: RawSelector & { kind: 'call' },
  args: readonly Selectable[],
  text: string,
): Selectable {
  const type = native('bigint');
  const keys = table.partitionKey;
  const own =
    raw.args.length === keys.length && raw.args.every((arg, i) => arg.kind === 'column' && arg.name === keys[i]!.name);
  return typed(type, text, (work) => {
    // Cassandra takes fewer as a shorter key, none as an empty one, and fails without words for more
    if (raw.args.length > keys.length) {
      throw invalid(
        `Invalid number of arguments in call to function system.token: ${keys.length} required but ${raw.args.length} provided`,
      );
    }
    const items = args.map((arg, i) => arg.make(work, keys[i]!.type));
    const name = `system.token(${items.map((item) => item.name).join(', ')})`;
    if (own) return { selector: { kind: 'token' }, type, name };
    return { selector: { kind: 'token-of', args: items.map((item) => item.selector) }, type, name };
  });
}
