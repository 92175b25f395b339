// Reads the cells of one stored row where they lie. A plain row is never turned into objects: its cells are found by
// walking their lengths, once, as far as asked.

import type { ByteSink } from '../../lib/byte-sink.js';
import { assemble } from './assemble.js';
import type { Side } from './layout.js';
import { billedBytesOf, decodeRow, rowFlag, trailerBytes } from './row.js';
import { type Cell, type Element, isLiveCell, isLiveMarker, isLiveRow, type StoredRow } from './stored-row.js';

const nothing = new Uint8Array(0);
// cells up to this length are quicker copied byte by byte than through a view
const shortBytes = 24;

export class RowCells {
  /** Any live data at the reader's time. */
  live = false;
  // the row lies in bytes[start, end)
  private bytes: Uint8Array = nothing;
  private start = 0;
  private end = 0;
  private side: Side | undefined;
  private nowSeconds = 0;
  private plain = false;
  private cellsEnd = 0;
  private expiry = 0;
  private decoded: StoredRow | undefined;
  // where each slot's length field begins; slots are clustering columns, then the side's columns
  private readonly offsets: number[] = [];
  private walked = 0;

  /** Stands on a row, or with no bytes on none; the bytes must stay as they are until the next call. */
  reset(bytes: Uint8Array | undefined, side: Side, nowSeconds: number): void {
    if (bytes !== undefined) {
      this.stand(bytes, 0, bytes.length, side, nowSeconds);
      return;
    }
    this.side = side;
    this.decoded = undefined;
    this.plain = false;
    this.bytes = nothing;
    this.start = 0;
    this.end = 0;
    this.live = false;
  }

  /** The same for a row that lies in bytes[start, end). */
  stand(bytes: Uint8Array, start: number, end: number, side: Side, nowSeconds: number): void {
    this.side = side;
    this.nowSeconds = nowSeconds;
    this.decoded = undefined;
    this.plain = false;
    this.expiry = 0;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    const flags = bytes[start]!;
    if ((flags & rowFlag.plain) !== 0 && this.hasColumnsOf(side)) this.resetPlain(flags, side);
    else {
      this.decoded = decodeRow(bytes.subarray(start, end), side.clusteringCount);
      this.live = isLiveRow(this.decoded, nowSeconds);
    }
  }

  /** Goes on with bytes of its own: another read is about to overwrite the store's view. */
  detach(): void {
    const { start } = this;
    this.bytes = Uint8Array.prototype.slice.call(this.bytes, start, this.end);
    this.start = 0;
    this.end -= start;
    this.cellsEnd -= start;
    this.walked = 0;
    this.offsets[0] = this.offsets[0]! - start;
  }

  get hasMarker(): boolean {
    if (this.plain) return this.live && (this.bytes[this.start]! & rowFlag.marker) !== 0;
    return this.decoded !== undefined && isLiveMarker(this.decoded, this.nowSeconds);
  }

  get billedBytes(): number {
    return this.end === this.start ? 0 : billedBytesOf(this.bytes, this.start);
  }

  /** Wire value of a slot; null when absent, deleted or expired. */
  value(slot: number): Uint8Array | null {
    if (!this.live) return null;
    if (!this.plain) return this.decodedValue(slot);
    const at = this.offset(slot);
    const length = int32(this.bytes, at);
    return length < 0 ? null : this.bytes.subarray(at + 4, at + 4 + length);
  }

  /** Appends slots `first` to `last` as [bytes]. */
  appendTo(sink: ByteSink, first: number, last: number): void {
    if (!this.live) {
      for (let slot = first; slot <= last; slot++) sink.i32(-1);
      return;
    }
    if (!this.plain) {
      for (let slot = first; slot <= last; slot++) sink.value(this.decodedValue(slot));
      return;
    }
    const from = this.offset(first);
    const to = this.offset(last + 1);
    const length = to - from;
    sink.ensure(length);
    const { buffer, position } = sink;
    const { bytes } = this;
    if (length <= shortBytes) for (let i = 0; i < length; i++) buffer[position + i] = bytes[from + i]!;
    else buffer.set(new Uint8Array(bytes.buffer, bytes.byteOffset + from, length), position);
    sink.position = position + length;
  }

  writeTime(slot: number): bigint | null {
    if (this.value(slot) === null) return null;
    const index = slot - this.side!.clusteringCount;
    if (!this.plain) return this.cell(slot)?.timestamp ?? null;
    const data = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    if ((this.bytes[this.start]! & rowFlag.timestamps) === 0) return data.getBigInt64(this.start + 1);
    return data.getBigInt64(this.end - 8 * (this.side!.columns.length - index));
  }

  /** Seconds left; null without a TTL. */
  ttl(slot: number): number | null {
    if (this.value(slot) === null) return null;
    if (this.plain) return this.expiry === 0 ? null : this.expiry - this.nowSeconds;
    const cell = this.cell(slot);
    return cell === undefined || cell.ttl === 0 ? null : cell.expiry - this.nowSeconds;
  }

  elements(slot: number): readonly Element[] {
    const column = this.decoded?.columns.get(this.columnId(slot));
    if (column?.kind !== 'complex') return [];
    return column.elements.filter((element) => isLiveCell(element, this.nowSeconds));
  }

  private hasColumnsOf(side: Side): boolean {
    const { idBytes } = side;
    const { bytes } = this;
    const at = this.start + 13;
    for (let i = 0; i < idBytes.length; i++) if (bytes[at + i] !== idBytes[i]) return false;
    return true;
  }

  private resetPlain(flags: number, side: Side): void {
    const { bytes, end } = this;
    const count = side.columns.length;
    this.plain = true;
    this.live = true;
    this.cellsEnd = (flags & ~rowFlag.marker) === rowFlag.plain ? end : end - trailerBytes(flags, count);
    this.offsets[0] = this.start + 13 + side.idBytes.length;
    this.walked = 0;
    if ((flags & rowFlag.oneTtl) === 0) return;
    this.expiry = int32(bytes, this.cellsEnd + 4) >>> 0;
    this.live = this.expiry > this.nowSeconds;
  }

  private offset(slot: number): number {
    if (slot <= this.walked) return this.offsets[slot]!;
    const side = this.side!;
    if (slot === side.clusteringCount + side.columns.length) return this.cellsEnd;
    const { offsets, bytes } = this;
    let at = offsets[this.walked]!;
    for (let i = this.walked; i < slot; i++) {
      const length = int32(bytes, at);
      at += length > 0 ? 4 + length : 4;
      offsets[i + 1] = at;
    }
    this.walked = slot;
    return at;
  }

  private columnId(slot: number): number {
    return this.side!.columns[slot - this.side!.clusteringCount]?.id ?? -1;
  }

  private cell(slot: number): Cell | undefined {
    const column = this.decoded?.columns.get(this.columnId(slot));
    return column?.kind === 'cell' ? column : undefined;
  }

  private decodedValue(slot: number): Uint8Array | null {
    const { clusteringCount, columns } = this.side!;
    if (slot < clusteringCount) return this.decoded!.clustering[slot] ?? null;
    const column = columns[slot - clusteringCount]!;
    const stored = this.decoded!.columns.get(column.id);
    if (stored === undefined) return null;
    if (stored.kind === 'cell') return isLiveCell(stored, this.nowSeconds) ? stored.value : null;
    return assemble(column.type, this.elements(slot));
  }
}

function int32(b: Uint8Array, at: number): number {
  return (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
}
