// Row sizes against the worked examples of the developer guide [data-plane facts 4.3, 4.4].

import { describe, expect, it } from 'vitest';
import { sizeOfRow, storageOverheadBytes } from '../../../../src/core/engine/capacity/row-size.js';
import { idBytes, numberBytes, valueBytes } from '../../../../src/core/engine/capacity/value-size.js';
import type { Column, ColumnKind, TableSchema } from '../../../../src/core/engine/catalog/schema.js';
import type { RowContents } from '../../../../src/core/engine/storage/table-store.js';
import { native } from '../../../../src/core/engine/types/cql-type.js';

const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const column = (name: string, kind: ColumnKind, position: number, id: number): Column => ({
  name,
  type: native('int'),
  kind,
  position,
  id,
  order: 'asc',
});

function table(clientSideTimestamps = false): TableSchema {
  const partitionKey = [column('p1', 'partition_key', 0, 0), column('p2', 'partition_key', 1, 1)];
  const clustering = [column('c1', 'clustering', 0, 2), column('c2', 'clustering', 1, 3)];
  const regulars = [column('v', 'regular', 0, 4)];
  const columns = [...partitionKey, ...clustering, ...regulars];
  return {
    keyspace: 'k',
    name: 't',
    id: '00000000-0000-4000-8000-000000000000',
    number: 1,
    partitionKey,
    clustering,
    statics: [],
    regulars,
    columns,
    byName: new Map(columns.map((each) => [each.name, each])),
    byId: columns,
    isCounter: false,
    holdsNumbers: false,
    options: { comment: '', defaultTimeToLive: 0, ttlEnabled: true, clientSideTimestamps, keepsHistory: false },
  };
}
const composite = Buffer.concat([1, 2].flatMap((value) => [Buffer.from([0, 4]), int(value), Buffer.from([0])]));
/** The row (p1, p2, 3, 4) with one regular cell of the value 5. */
const row = (schema: TableSchema, expires: boolean): RowContents => ({
  partitionKey: composite,
  clustering: [int(3), int(4)],
  expires,
  forEachCell: (visit) => visit(schema.regulars[0]!, undefined, int(5), expires),
});
const size = (schema: TableSchema, expires: boolean) => sizeOfRow(schema, row(schema, expires));

describe('row size', () => {
  it('five int columns with the values 1 to 5: 31 bytes of throughput, 131 of storage', () => {
    expect(size(table(), false)).toBe(31);
    expect(size(table(), false) + storageOverheadBytes).toBe(131);
  });

  it('TTL adds 16 a scalar column, client-side timestamps 18, both 27', () => {
    const sizes = [size(table(), true), size(table(true), false), size(table(true), true)];
    expect(sizes).toEqual([31 + 16, 31 + 18, 31 + 27]);
  });
});

describe('values', () => {
  it.each([
    [0, 2],
    [7, 2],
    [100, 2],
    [123, 3],
    [-123, 3],
    [2_147_483_647, 6],
  ])('the number %i counts %i bytes', (value, bytes) => {
    expect(numberBytes(value)).toBe(bytes);
    expect(valueBytes(native('int'), int(value))).toBe(bytes);
  });

  it('text counts its UTF-8 length, a boolean one byte, a list 3 and one more an element', () => {
    expect(valueBytes(native('text'), Buffer.from('é'))).toBe(2);
    expect(valueBytes(native('boolean'), Buffer.from([1]))).toBe(1);
    const list = Buffer.concat([int(2), int(4), int(7), int(4), int(123)]);
    expect(valueBytes({ kind: 'list', frozen: true, element: native('int') }, list)).toBe(3 + 2 + 1 + 3 + 1);
  });

  it('column ids take a byte for every 62 columns', () => {
    expect([1, 62, 63, 124, 125].map(idBytes)).toEqual([1, 1, 2, 2, 3]);
  });
});
