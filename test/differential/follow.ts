// The run's own picture of its keyspace after DDL, read from the schema tables of Cassandra: columns that were added,
// dropped and renamed, fields of user types, tables that came and went.

import { CqlError } from '../../src/core/engine/cql-error.js';
import type { CqlType, UdtType } from '../../src/core/engine/types/cql-type.js';
import { parseCqlType } from '../../src/core/engine/types/parse-type.js';
import { valueToPlain } from '../../src/core/engine/types/text.js';
import type { Column, ColumnKind, Schema, Table } from './schemas.js';
import type { WireClient } from './wire-client.js';

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(client: WireClient, text: string): Promise<readonly Row[]> {
  const { outcome } = await client.query(text, { consistency: 6, skipMetadata: false });
  if (outcome instanceof CqlError || outcome.kind !== 'rows') throw new Error(`no rows for ${text}`);
  const columns = outcome.metadata.columns ?? [];
  return outcome.rows.map((row) =>
    Object.fromEntries(row.map((value, i) => [columns[i]!.name, value && valueToPlain(columns[i]!.type, value)])),
  );
}

/** Leaves out tables with types that the generators have no values for. */
export async function follow(client: WireClient, schema: Schema): Promise<void> {
  const where = `WHERE keyspace_name = '${schema.keyspace}'`;
  const typeRows = await rowsOf(client, `SELECT * FROM system_schema.types ${where}`);
  const columnRows = await rowsOf(client, `SELECT * FROM system_schema.columns ${where}`);
  const types = new Map<string, UdtType>();
  const typeOf = (text: string): CqlType => parseCqlType(text, ({ name }) => userType(name));
  const userType = (name: string): UdtType => {
    const known = types.get(name);
    if (known !== undefined) return known;
    const row = typeRows.find((one) => one.type_name === name);
    if (row === undefined) throw new Error(`no type ${name}`);
    const made: UdtType = {
      kind: 'udt',
      frozen: true,
      keyspace: schema.keyspace,
      name,
      fieldNames: row.field_names as string[],
      fieldTypes: (row.field_types as string[]).map(typeOf),
    };
    types.set(name, made);
    return made;
  };
  for (const row of typeRows) userType(row.type_name as string);
  const tables: Table[] = [];
  for (const name of new Set(columnRows.map((row) => row.table_name as string))) {
    const columns = columnRows.filter((row) => row.table_name === name).map((row) => columnOf(row, typeOf));
    if (columns.some((column) => column.type.kind === 'custom')) continue;
    const order: readonly ColumnKind[] = ['partition_key', 'clustering', 'static', 'regular'];
    columns.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.position - b.position);
    const counters = columns.some(({ type }) => type.kind === 'native' && type.name === 'counter');
    tables.push({ keyspace: schema.keyspace, name, columns, counters });
  }
  schema.types = [...types.values()];
  schema.tables = tables;
}

const columnOf = (row: Row, typeOf: (text: string) => CqlType): Column & { readonly position: number } => ({
  name: row.column_name as string,
  type: typeOf(row.type as string),
  kind: row.kind as ColumnKind,
  descending: row.clustering_order === 'desc',
  position: Number(row.position),
});
