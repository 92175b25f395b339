// Which order of tuples and user types the keys of a store have: since the second, a field that is added to a type leaves
// rows where they are. A store of the first is opened as long as no table has such a clustering column, so that no row is
// looked for where it is not.

import type { Kv } from '../kv/kv.js';
import { StoreError } from '../kv/store-error.js';
import { nativeTypes } from '../types/cql-type.js';
import { decodeJson } from './keys.js';
import type { CatalogRecord, ColumnRecord } from './records.js';

const key = Buffer.from('key-order');
const current = Buffer.from([2]);
const everything = { start: Buffer.alloc(0), end: Buffer.from([0xff]) };

/** Throws StoreError `version` when tables have clustering columns in the order of before; else notes the current one. */
export function checkKeyOrder(kv: Kv): void {
  if (kv.view('meta', key) !== undefined) return;
  const before: string[] = [];
  kv.visit('catalog', everything, (_key, value) => {
    const record = decodeJson(value) as CatalogRecord;
    if (record.kind === 'table' && record.columns.some(hasCompoundOrder))
      before.push(`${record.keyspace}.${record.name}`);
    return true;
  });
  if (before.length > 0)
    throw new StoreError(
      'version',
      `The local store holds tables with tuples or user types as clustering columns as an earlier version of ks ordered them: ` +
        `${before.join(', ')}. Use that version to read them, or type \`ks local reset\` to begin with an empty store.`,
    );
  kv.writeNow((tx) => tx.put('meta', key, current));
}

const plain: ReadonlySet<string> = new Set([...nativeTypes, 'varchar', 'frozen', 'list', 'set', 'map']);

const hasCompoundOrder = ({ kind, type }: ColumnRecord): boolean =>
  kind === 'clustering' && (type.match(/[^<>,\s]+/g) ?? []).some((word) => !plain.has(word));
