// A walk through the partitions between two tokens. Apart from store.ts because static rows make it a little machine of its own.

import type { TableSchema } from '../catalog/schema.js';
import type { KvReader } from '../kv/kv.js';
import { flag, flagOf, greatest, nextKey, prefixLength, samePartition, tokenRange } from './keys.js';
import type { StoredRowView } from './row-view.js';
import type { ReadClock, RowVisitor } from './table-store.js';

/** One walk through partitions: a static row waits until a row of its partition, or the next partition, comes. */
export class Scan {
  private readonly source: KvReader;
  private readonly rowView: StoredRowView;
  private readonly nowSeconds: number;
  private readonly withStatic: boolean;
  private readonly visitRow: RowVisitor;
  // key of the static row of the partition at hand, and whether a row of it has been given
  private staticKey: Buffer | undefined;
  private given = false;
  private stopped = false;

  constructor(source: KvReader, rowView: StoredRowView, clock: ReadClock, withStatic: boolean, visit: RowVisitor) {
    this.source = source;
    this.rowView = rowView;
    this.nowSeconds = clock.nowSeconds;
    this.withStatic = withStatic;
    this.visitRow = visit;
  }

  run(
    table: TableSchema,
    tokens: { readonly start: bigint; readonly end: bigint },
    after: Uint8Array | undefined,
    readStatic: () => boolean,
  ): void {
    const range = tokenRange(table.number, tokens.start, tokens.end);
    const start = after === undefined ? range.start : greatest(range.start, nextKey(after));
    if (after !== undefined && this.withStatic && readStatic()) {
      this.staticKey = Buffer.from(after.subarray(0, prefixLength(after)));
      this.given = true;
    }
    this.source.visitInPlace('rows', { start, end: range.end }, (keys, keyAt, keyEnd, values, valueAt, valueEnd) => {
      const kind = this.enter(keys.subarray(keyAt, keyEnd));
      if (kind === undefined) return false;
      if (kind === flag.static && this.withStatic) this.keepStatic(values.subarray(valueAt, valueEnd));
      if (kind !== flag.row || !this.rowView.standOnRow(values, valueAt, valueEnd, this.nowSeconds)) return undefined;
      this.given = true;
      return this.give();
    });
    if (!this.stopped) this.giveStaticAlone();
  }

  // Comes to an entry; gives its kind, or undefined when the visitor has had enough.
  private enter(key: Uint8Array): number | undefined {
    if (this.staticKey !== undefined && !samePartition(this.staticKey, key)) {
      if (this.giveStaticAlone() === false) return undefined;
      this.staticKey = undefined;
      this.rowView.standOnStatic(undefined, this.nowSeconds);
    }
    this.rowView.standAtKey(key, 0, key.length);
    return flagOf(key);
  }

  private keepStatic(value: Uint8Array): void {
    if (!this.rowView.standOnStatic(Buffer.from(value), this.nowSeconds)) return;
    this.staticKey = Buffer.from(this.rowView.position);
    this.given = false;
  }

  // a partition with static data and no row is given once
  private giveStaticAlone(): boolean | undefined {
    if (this.staticKey === undefined || this.given) return undefined;
    this.rowView.standOn(this.staticKey, undefined, this.nowSeconds);
    this.given = true;
    return this.give();
  }

  private give(): boolean | undefined {
    const answer = this.visitRow(this.rowView);
    if (answer === false) this.stopped = true;
    return answer;
  }
}
