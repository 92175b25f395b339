// Column metadata of rows and of prepared statements (data-plane facts 1.9). The bytes of a column list are made once
// and kept beside the list, because every answer of a prepared SELECT repeats them.

import { ByteSink } from '../../../lib/byte-sink.js';
import type { ColumnSpec, Prepared } from '../../session/api.js';
import type { Version } from '../opcodes.js';
import type { Reader } from '../reader.js';
import { readType, writeType } from '../type-option.js';
import { writeString } from '../write.js';

const globalTable = 0x01;
export const hasMorePages = 0x02;
export const noMetadata = 0x04;

/** What follows flags, column count and paging state. */
export interface EncodedColumns {
  readonly flags: number;
  readonly bytes: Buffer;
}

/** Remembers the bytes of column lists by the identity of the list, for as long as the list lives. */
export class MetadataCache {
  readonly #v3 = new WeakMap<readonly ColumnSpec[], EncodedColumns>();
  readonly #v4 = new WeakMap<readonly ColumnSpec[], EncodedColumns>();

  of(columns: readonly ColumnSpec[], version: Version): EncodedColumns {
    const cache = version === 3 ? this.#v3 : this.#v4;
    const known = cache.get(columns);
    if (known !== undefined) return known;
    const sink = new ByteSink(256);
    const flags = writeColumns(sink, columns, version);
    const encoded = { flags, bytes: sink.copy() };
    cache.set(columns, encoded);
    return encoded;
  }
}

/** Gives `globalTable` when every column is of one table, else 0. */
function writeColumns(sink: ByteSink, columns: readonly ColumnSpec[], version: Version): number {
  const first = columns[0];
  if (first === undefined) return 0;
  const isGlobal = columns.every(({ keyspace, table }) => keyspace === first.keyspace && table === first.table);
  if (isGlobal) {
    writeString(sink, first.keyspace);
    writeString(sink, first.table);
  }
  for (const { keyspace, table, name, type } of columns) {
    if (!isGlobal) {
      writeString(sink, keyspace);
      writeString(sink, table);
    }
    writeString(sink, name);
    writeType(sink, type, version);
  }
  return isGlobal ? globalTable : 0;
}

/** Bind metadata of a prepared statement; the key's bind indexes are there from v4 on. */
export function writeBindMetadata(sink: ByteSink, prepared: Prepared, version: Version): void {
  const columns = new ByteSink(256);
  const flags = writeColumns(columns, prepared.bindColumns, version);
  sink.i32(flags);
  sink.i32(prepared.bindColumns.length);
  if (version >= 4) {
    sink.i32(prepared.partitionKeyIndexes.length);
    for (const index of prepared.partitionKeyIndexes) sink.u16(index);
  }
  sink.bytes(columns.view());
}

/** Result metadata of a prepared statement: 0x04 and no columns when its rows are not known beforehand. */
export function writeResultMetadata(
  sink: ByteSink,
  columns: readonly ColumnSpec[] | undefined,
  version: Version,
): void {
  if (columns === undefined) {
    sink.i32(noMetadata);
    sink.i32(0);
    return;
  }
  const encoded = new ByteSink(256);
  sink.i32(writeColumns(encoded, columns, version));
  sink.i32(columns.length);
  sink.bytes(encoded.view());
}

export interface Metadata {
  readonly columnCount: number;
  readonly columns?: readonly ColumnSpec[];
  readonly pagingState?: Buffer;
}

export function readMetadata(reader: Reader): Metadata {
  const flags = reader.i32();
  const columnCount = reader.i32();
  const pagingState = (flags & hasMorePages) === 0 ? null : reader.bytes();
  const paging = pagingState === null ? {} : { pagingState };
  if ((flags & noMetadata) !== 0) return { columnCount, ...paging };
  return { columnCount, ...paging, columns: readColumns(reader, columnCount, (flags & globalTable) !== 0) };
}

export interface BindMetadata {
  readonly columns: readonly ColumnSpec[];
  readonly partitionKeyIndexes: readonly number[];
}

export function readBindMetadata(reader: Reader, version: Version): BindMetadata {
  const flags = reader.i32();
  const count = reader.i32();
  const keyCount = version >= 4 ? reader.i32() : 0;
  const partitionKeyIndexes: number[] = [];
  for (let i = 0; i < keyCount; i++) partitionKeyIndexes.push(reader.u16());
  return { partitionKeyIndexes, columns: readColumns(reader, count, (flags & globalTable) !== 0) };
}

function readColumns(reader: Reader, count: number, isGlobal: boolean): ColumnSpec[] {
  let keyspace = isGlobal ? reader.string() : '';
  let table = isGlobal ? reader.string() : '';
  const columns: ColumnSpec[] = [];
  for (let i = 0; i < count; i++) {
    if (!isGlobal) {
      keyspace = reader.string();
      table = reader.string();
    }
    const name = reader.string();
    columns.push({ keyspace, table, name, type: readType(reader) });
  }
  return columns;
}
