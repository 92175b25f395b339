// long: two directions of one byte layout
// The bytes of a stored row. Plain rows (all cells live and single, at most one TTL for the whole row) keep their cells in
// wire form, so that a SELECT copies them; all others have a record a cell.
//
// every row   [u8 flags][i64 newest write timestamp][u32 billed bytes]
// plain       [u16 n][u16 column id] x n, [clustering cells] [n cells], trailer
//             cells are [int length][bytes], length -1 without data; n and the ids are those of the table's regular (or, in a
//             static row, static) columns when it was written
//             trailer: with `oneTtl` [u32 ttl][u32 expiry]; with `timestamps` [i64 of the marker][i64] x n
//             (without `timestamps` marker and cells all have the newest timestamp)
// general     with `marker` [i64 timestamp][u32 ttl][u32 expiry]; with `deletion` [i64 timestamp][u32 seconds]
//             [u8 clustering count][clustering cells] [u16 n] then n columns: [u16 id][u8 kind]
//             kind 0: a cell; kind 1: [u8 1][i64 timestamp][u32 seconds] or [u8 0], [u32 elements], each [int length][path] and a cell
//             cell: [i64 timestamp][u32 ttl][u32 expiry][int length][bytes], length -1 = tombstone

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column } from '../catalog/schema.js';
import {
  type Cell,
  type Complex,
  type Deletion,
  type Element,
  isLiveRow,
  type Marker,
  type StoredRow,
} from './stored-row.js';

export const rowFlag = { plain: 1, marker: 2, timestamps: 4, oneTtl: 8, deletion: 16 } as const;
const billedAt = 9;
const zero = 0n;

/** Writes a row that is not empty; `columns` are the table's regulars (or statics). */
export function encodeRow(sink: ByteSink, row: StoredRow, columns: readonly Column[], billedBytes: number): void {
  const shape = plainShape(row, columns);
  if (shape === undefined) encodeGeneral(sink, row, billedBytes);
  else encodePlain(sink, row, columns, billedBytes, shape);
}

interface PlainShape {
  readonly newest: bigint;
  readonly sameTimestamps: boolean;
  readonly ttl: number;
  readonly expiry: number;
}

function plainShape(row: StoredRow, columns: readonly Column[]): PlainShape | undefined {
  if (row.deletion !== undefined) return undefined;
  const column = row.columns.values().next().value;
  const first = row.marker ?? (column?.kind === 'cell' ? column : undefined);
  if (first === undefined) return undefined;
  const { ttl, expiry } = first;
  let newest = first.timestamp;
  let sameTimestamps = true;
  for (const cell of row.columns.values()) {
    if (cell.kind === 'complex' || cell.value === null || cell.ttl !== ttl || cell.expiry !== expiry) return undefined;
    if (cell.timestamp !== first.timestamp) sameTimestamps = false;
    if (cell.timestamp > newest) newest = cell.timestamp;
  }
  let known = 0;
  for (const column of columns) if (row.columns.has(column.id)) known++;
  return known === row.columns.size ? { newest, sameTimestamps, ttl, expiry } : undefined;
}

function encodePlain(
  sink: ByteSink,
  row: StoredRow,
  columns: readonly Column[],
  billed: number,
  shape: PlainShape,
): void {
  const { ttl, expiry, sameTimestamps } = shape;
  sink.u8(
    rowFlag.plain |
      (row.marker === undefined ? 0 : rowFlag.marker) |
      (sameTimestamps ? 0 : rowFlag.timestamps) |
      (ttl > 0 ? rowFlag.oneTtl : 0),
  );
  sink.i64(shape.newest);
  sink.i32(billed);
  sink.u16(columns.length);
  for (const column of columns) sink.u16(column.id);
  for (const value of row.clustering) sink.value(value);
  for (const column of columns) sink.value((row.columns.get(column.id) as Cell | undefined)?.value ?? null);
  if (ttl > 0) {
    sink.i32(ttl);
    sink.i32(expiry);
  }
  if (sameTimestamps) return;
  sink.i64(row.marker?.timestamp ?? zero);
  for (const column of columns) sink.i64((row.columns.get(column.id) as Cell | undefined)?.timestamp ?? zero);
}

/** A row in the form that says itself what it holds. */
export function encodeGeneral(sink: ByteSink, row: StoredRow, billed: number): void {
  const { marker, deletion } = row;
  sink.u8((marker === undefined ? 0 : rowFlag.marker) | (deletion === undefined ? 0 : rowFlag.deletion));
  sink.i64(newestOf(row));
  sink.i32(billed);
  if (marker !== undefined) {
    sink.i64(marker.timestamp);
    sink.i32(marker.ttl);
    sink.i32(marker.expiry);
  }
  if (deletion !== undefined) writeDeletion(sink, deletion);
  sink.u8(row.clustering.length);
  for (const value of row.clustering) sink.value(value);
  sink.u16(row.columns.size);
  // in the order of ids, so that the same state has the same bytes
  for (const [id, column] of [...row.columns].sort((a, b) => a[0] - b[0])) {
    sink.u16(id);
    if (column.kind === 'cell') {
      sink.u8(0);
      writeCell(sink, column);
      continue;
    }
    sink.u8(1);
    sink.u8(column.deletion === undefined ? 0 : 1);
    if (column.deletion !== undefined) writeDeletion(sink, column.deletion);
    sink.i32(column.elements.length);
    for (const element of column.elements) {
      sink.value(element.path);
      writeCell(sink, element);
    }
  }
}

function newestOf(row: StoredRow): bigint {
  let newest = row.marker?.timestamp ?? row.deletion?.timestamp;
  const see = (timestamp: bigint | undefined): void => {
    if (timestamp !== undefined && (newest === undefined || timestamp > newest)) newest = timestamp;
  };
  see(row.deletion?.timestamp);
  for (const column of row.columns.values()) {
    if (column.kind === 'cell') see(column.timestamp);
    else {
      see(column.deletion?.timestamp);
      for (const element of column.elements) see(element.timestamp);
    }
  }
  return newest ?? zero;
}

function writeDeletion(sink: ByteSink, deletion: Deletion): void {
  sink.i64(deletion.timestamp);
  sink.i32(deletion.seconds);
}

function writeCell(sink: ByteSink, cell: Cell): void {
  sink.i64(cell.timestamp);
  sink.i32(cell.ttl);
  sink.i32(cell.expiry);
  sink.value(cell.value);
}

/** Bytes of cells and paths are copied: the row outlives the view it was read from. */
export function decodeRow(bytes: Uint8Array, clusteringCount: number): StoredRow {
  const reader = new Reader(bytes);
  const flags = reader.u8();
  return (flags & rowFlag.plain) !== 0
    ? decodePlain(reader, flags, bytes.length, clusteringCount)
    : decodeGeneral(reader, flags);
}

/** The newest write timestamp in the row. */
export const newestTimestampOf = (bytes: Uint8Array): bigint =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigInt64(1);

/** Of the row that begins at `start`. */
export function billedBytesOf(bytes: Uint8Array, start = 0): number {
  const at = start + billedAt;
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** Whether the table's number of rows counts this one: it holds data, expired or not. Static rows are for the caller to leave out. */
export function isCountedRow(bytes: Uint8Array): boolean {
  // a general row says itself how many clustering values it has
  return (bytes[0]! & rowFlag.plain) !== 0 || isLiveRow(decodeRow(bytes, 0), 0);
}

/** Bytes behind the cells of a plain row. */
export function trailerBytes(flags: number, columnCount: number): number {
  return ((flags & rowFlag.oneTtl) !== 0 ? 8 : 0) + ((flags & rowFlag.timestamps) !== 0 ? 8 + 8 * columnCount : 0);
}

function decodePlain(reader: Reader, flags: number, length: number, clusteringCount: number): StoredRow {
  const newest = reader.i64();
  reader.at += 4;
  const count = reader.u16();
  const ids = Array.from({ length: count }, () => reader.u16());
  const clustering = Array.from({ length: clusteringCount }, () => reader.value() ?? new Uint8Array(0));
  const values = ids.map(() => reader.value());
  reader.at = length - trailerBytes(flags, count);
  const hasTtl = (flags & rowFlag.oneTtl) !== 0;
  const ttl = hasTtl ? reader.u32() : 0;
  const expiry = hasTtl ? reader.u32() : 0;
  const own = (flags & rowFlag.timestamps) !== 0;
  const markerTimestamp = own ? reader.i64() : newest;
  const columns = new Map<number, Cell>();
  for (let i = 0; i < count; i++) {
    const timestamp = own ? reader.i64() : newest;
    const value = values[i]!;
    if (value !== null) columns.set(ids[i]!, { kind: 'cell', timestamp, value, ttl, expiry });
  }
  const marker = (flags & rowFlag.marker) !== 0 ? { timestamp: markerTimestamp, ttl, expiry } : undefined;
  return { clustering, marker, deletion: undefined, columns };
}

function decodeGeneral(reader: Reader, flags: number): StoredRow {
  reader.at += 12;
  const marker: Marker | undefined =
    (flags & rowFlag.marker) !== 0 ? { timestamp: reader.i64(), ttl: reader.u32(), expiry: reader.u32() } : undefined;
  const deletion = (flags & rowFlag.deletion) !== 0 ? reader.deletion() : undefined;
  const clustering = Array.from({ length: reader.u8() }, () => reader.value() ?? new Uint8Array(0));
  const columns = new Map<number, Cell | Complex>();
  for (let left = reader.u16(); left > 0; left--) {
    const id = reader.u16();
    columns.set(id, reader.u8() === 0 ? reader.cell() : reader.complex());
  }
  return { clustering, marker, deletion, columns };
}

class Reader {
  at = 0;
  private readonly bytes: Uint8Array;
  private readonly data: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  u8(): number {
    return this.bytes[this.at++]!;
  }
  u16(): number {
    this.at += 2;
    return this.data.getUint16(this.at - 2);
  }
  u32(): number {
    this.at += 4;
    return this.data.getUint32(this.at - 4);
  }
  i64(): bigint {
    this.at += 8;
    return this.data.getBigInt64(this.at - 8);
  }
  value(): Uint8Array | null {
    const length = this.data.getInt32(this.at);
    this.at += 4;
    if (length < 0) return null;
    this.at += length;
    return Uint8Array.prototype.slice.call(this.bytes, this.at - length, this.at);
  }
  deletion(): Deletion {
    return { timestamp: this.i64(), seconds: this.u32() };
  }
  cell(): Cell {
    return { kind: 'cell', timestamp: this.i64(), ttl: this.u32(), expiry: this.u32(), value: this.value() };
  }
  element(): Element {
    const path = this.value() ?? new Uint8Array(0);
    return { ...this.cell(), path };
  }
  complex(): Complex {
    const deletion = this.u8() === 1 ? this.deletion() : undefined;
    const elements = Array.from({ length: this.u32() }, () => this.element());
    return { kind: 'complex', deletion, elements };
  }
}
