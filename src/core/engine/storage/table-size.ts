// Rows and billed bytes of a table, kept up with each write in space `meta`: approximate, because rows that expire are
// counted until something writes over them or sweeps.

import type { KvReader } from '../kv/kv.js';
import type { RowContents } from './table-store.js';

const prefix = Buffer.from('size\0');

export function sizeKey(tableNumber: number): Buffer {
  const key = Buffer.alloc(prefix.length + 4);
  prefix.copy(key);
  key.writeUInt32BE(tableNumber, prefix.length);
  return key;
}

export function readTableSize(kv: KvReader, tableNumber: number): { readonly rows: number; readonly bytes: number } {
  const value = kv.view('meta', sizeKey(tableNumber));
  if (value === undefined) return { rows: 0, bytes: 0 };
  const data = new DataView(value.buffer, value.byteOffset, value.length);
  return { rows: Math.max(0, data.getFloat64(0)), bytes: Math.max(0, data.getFloat64(8)) };
}

/** The plain sum of key and cell lengths: what a row is billed where nobody reckons better. */
export function plainSize(_table: unknown, row: RowContents): number {
  let bytes = row.partitionKey.length;
  for (const value of row.clustering ?? []) bytes += value.length;
  row.forEachCell((_column, path, value) => {
    bytes += (path?.length ?? 0) + (value?.length ?? 0);
  });
  return bytes;
}
