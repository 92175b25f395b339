// The row that a read stands on: key, cells and the partition's static cells, as one object that is used for all rows.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column } from '../catalog/schema.js';
import { partitionKeyAt, prefixLength, tokenOf } from './keys.js';
import type { Layout } from './layout.js';
import { RowCells } from './row-cells.js';
import type { RowView } from './table-store.js';

const source = { partitionKey: 0, row: 1, static: 2 } as const;

/** Where the columns of one projection come from: runs of neighbouring slots. */
interface Run {
  readonly from: number;
  readonly first: number;
  readonly last: number;
}

export class StoredRowView implements RowView {
  hasRow = false;
  readonly row = new RowCells();
  readonly statics = new RowCells();
  private layout: Layout | undefined;
  // the key lies in keys[keyAt, keyEnd)
  private keys: Uint8Array = new Uint8Array(0);
  private keyAt = 0;
  private keyEnd = 0;
  private staticBytes = 0;
  private planned: readonly Column[] | undefined;
  private runs: readonly Run[] = [];

  /** Begins a read of a table. */
  begin(layout: Layout): void {
    if (this.layout !== layout) {
      this.layout = layout;
      this.planned = undefined;
    }
    this.staticBytes = 0;
    this.hasRow = false;
  }

  /** The static row of the partition that follows; true when it holds live data. */
  standOnStatic(bytes: Uint8Array | undefined, nowSeconds: number): boolean {
    this.statics.reset(bytes, this.layout!.static, nowSeconds);
    this.staticBytes = this.statics.live ? this.statics.billedBytes : 0;
    return this.statics.live;
  }

  /** True when the row is live. Without bytes: the row that stands for the static data alone. */
  standOn(key: Uint8Array, bytes: Uint8Array | undefined, nowSeconds: number): boolean {
    this.standAtKey(key, 0, key.length);
    this.row.reset(bytes, this.layout!.row, nowSeconds);
    this.hasRow = this.row.live;
    return this.hasRow;
  }

  /** Where the key lies. */
  standAtKey(keys: Uint8Array, at: number, end: number): void {
    this.keys = keys;
    this.keyAt = at;
    this.keyEnd = end;
  }

  /** The row of that key lies in bytes[start, end); true when it is live. */
  standOnRow(bytes: Uint8Array, start: number, end: number, nowSeconds: number): boolean {
    this.row.stand(bytes, start, end, this.layout!.row, nowSeconds);
    this.hasRow = this.row.live;
    return this.hasRow;
  }

  /** Before another read begins while a visitor still stands on this row. */
  detach(): void {
    this.row.detach();
    const key = Uint8Array.prototype.slice.call(this.keys, this.keyAt, this.keyEnd);
    this.standAtKey(key, 0, key.length);
  }

  value(column: Column): Uint8Array | null {
    switch (column.kind) {
      case 'partition_key':
        return this.partitionKeyPart(column.position);
      case 'clustering':
        return this.row.value(column.position);
      case 'regular':
        return this.row.value(this.layout!.row.clusteringCount + column.position);
      case 'static':
        return this.statics.value(column.position);
    }
  }

  appendTo(sink: ByteSink, columns: readonly Column[]): void {
    if (columns !== this.planned) this.plan(columns);
    const { runs } = this;
    for (let i = 0; i < runs.length; i++) {
      const { from, first, last } = runs[i]!;
      if (from === source.row) this.row.appendTo(sink, first, last);
      else if (from === source.partitionKey) this.appendPartitionKeyPart(sink, first);
      else this.statics.appendTo(sink, first, last);
    }
  }

  writeTime(column: Column): bigint | null {
    const cells = this.cellsOf(column);
    return cells === undefined ? null : cells.writeTime(this.slotOf(column));
  }

  ttl(column: Column): number | null {
    const cells = this.cellsOf(column);
    return cells === undefined ? null : cells.ttl(this.slotOf(column));
  }

  elements(column: Column): readonly { readonly path: Uint8Array; readonly value: Uint8Array }[] {
    const cells = this.cellsOf(column);
    if (cells === undefined) return [];
    return cells.elements(this.slotOf(column)).map(({ path, value }) => ({ path, value: value ?? new Uint8Array(0) }));
  }

  get hasMarker(): boolean {
    return this.hasRow && this.row.hasMarker;
  }
  get billedBytes(): number {
    return this.hasRow ? this.row.billedBytes : 0;
  }
  get staticBilledBytes(): number {
    return this.staticBytes;
  }
  get position(): Uint8Array {
    return this.keys.subarray(this.keyAt, this.keyEnd);
  }
  get partitionKey(): Uint8Array {
    const { position } = this;
    return position.subarray(partitionKeyAt, prefixLength(position) - 1);
  }
  get token(): bigint {
    return tokenOf(this.position);
  }

  private cellsOf(column: Column): RowCells | undefined {
    if (column.kind === 'regular') return this.row;
    return column.kind === 'static' ? this.statics : undefined;
  }

  private slotOf(column: Column): number {
    return column.kind === 'regular' ? this.layout!.row.clusteringCount + column.position : column.position;
  }

  private plan(columns: readonly Column[]): void {
    const runs: Run[] = [];
    for (const column of columns) {
      const run = this.place(column);
      const before = runs.at(-1);
      if (
        before !== undefined &&
        run.from !== source.partitionKey &&
        before.from === run.from &&
        before.last + 1 === run.first
      )
        runs[runs.length - 1] = { ...before, last: run.last };
      else runs.push(run);
    }
    this.runs = runs;
    this.planned = columns;
  }

  private place(column: Column): Run {
    if (column.kind === 'partition_key') {
      // with one partition key column the key has no lengths inside
      const part = this.layout!.table.partitionKey.length === 1 ? -1 : column.position;
      return { from: source.partitionKey, first: part, last: part };
    }
    if (column.kind === 'static') return { from: source.static, first: column.position, last: column.position };
    const slot = column.kind === 'clustering' ? column.position : this.slotOf(column);
    return { from: source.row, first: slot, last: slot };
  }

  private partitionKeyPart(part: number): Uint8Array {
    if (this.layout!.table.partitionKey.length === 1) return this.partitionKey;
    const { position: key } = this;
    let at = partitionKeyAt;
    for (let i = 0; i < part; i++) at += 3 + u16(key, at);
    return key.subarray(at + 2, at + 2 + u16(key, at));
  }

  private appendPartitionKeyPart(sink: ByteSink, part: number): void {
    const { position: key } = this;
    let at = partitionKeyAt - 2;
    if (part >= 0) {
      at = partitionKeyAt;
      for (let i = 0; i < part; i++) at += 3 + u16(key, at);
    }
    const length = u16(key, at);
    sink.i32(length);
    sink.ensure(length);
    const { buffer, position } = sink;
    for (let i = 0; i < length; i++) buffer[position + i] = key[at + 2 + i]!;
    sink.position = position + length;
  }
}

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
