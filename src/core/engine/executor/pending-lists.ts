// Lists as one statement leaves them part by part: an index counts in the list that the parts before it have made, as in
// Cassandra 3.11.19. Apart from cells.ts because it knows elements alone.

import { getOrMake } from '../../lib/get-or-make.js';
import type { Column } from '../catalog/schema.js';
import type { RowView } from '../storage/table-store.js';
import { native } from '../types/cql-type.js';
import { compareBytes, compareValues } from '../types/order.js';

type Elements = ReturnType<RowView['elements']>;
type Element = Elements[number];

const paths = native('timeuuid');

/** The elements that a list had before the statement, for writes that name them by index or value. */
export type ElementsOf = (column: Column) => Elements;

export class PendingLists {
  private readonly before: ElementsOf;
  private readonly lists = new Map<Column, Element[]>();
  /** Elements that the statement wrote itself, by column and path. */
  private readonly written = new Map<Column, Map<string, Uint8Array>>();

  constructor(before: ElementsOf) {
    this.before = before;
  }

  of(column: Column): Element[] {
    return getOrMake(this.lists, column, () => [...this.before(column)]);
  }

  /** `value`: null takes the element away. Of two values for one element the greater stays, as cells of one timestamp do. */
  change(column: Column, path: Uint8Array, value: Uint8Array | null): void {
    const list = this.of(column);
    const at = list.findIndex((element) => compareValues(paths, element.path, path) >= 0);
    const there = at >= 0 && compareBytes(list[at]!.path, path) === 0;
    if (value === null) {
      if (there) list.splice(at, 1);
      return;
    }
    const known = getOrMake(this.written, column, () => new Map<string, Uint8Array>());
    const key = Buffer.from(path.buffer, path.byteOffset, path.length).toString('latin1');
    const earlier = known.get(key);
    const kept = earlier !== undefined && compareBytes(earlier, value) > 0 ? earlier : value;
    known.set(key, kept);
    list.splice(at < 0 ? list.length : at, there ? 1 : 0, { path, value: kept });
  }
}
