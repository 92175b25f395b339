// How a computed table is described: columns by name and CQL type, rows as plain records. Turns such a description into
// the VirtualTable that statements read.

import { createHash } from 'node:crypto';
import type { CqlType } from '../types/cql-type.js';
import { parseCqlType } from '../types/parse-type.js';
import { plainToValue } from '../types/text.js';
import type { Column, ColumnKind, TableSchema, VirtualReadContext, VirtualTable } from './schema.js';

/** Column names with the CQL spelling of their types, in order. */
export type ColumnTexts = Readonly<Record<string, string>>;
/** Plain values by column name, in the forms that plainToValue takes; a column left out is null. */
export type PlainRow = Readonly<Record<string, unknown>>;

export interface SystemTablePlan {
  readonly keyspace: string;
  readonly name: string;
  readonly partitionKey: ColumnTexts;
  readonly clustering?: ColumnTexts;
  readonly regular: ColumnTexts;
  readonly comment?: string;
  readonly filtersFreely?: true;
  readonly askedBy?: readonly (readonly string[])[];
  readonly rows: (context: VirtualReadContext) => Iterable<PlainRow>;
  readonly update?: NonNullable<VirtualTable['update']>;
}

export function systemTable(plan: SystemTablePlan): VirtualTable {
  const schema = schemaOf(plan);
  return {
    schema,
    *rows(context) {
      for (const row of plan.rows(context)) {
        yield schema.columns.map((column) => encode(column.type, row[column.name]));
      }
    },
    ...(plan.update === undefined ? {} : { update: plan.update }),
  };
}

const encode = (type: CqlType, value: unknown): Uint8Array | null =>
  value === undefined || value === null ? null : plainToValue(type, value);

function schemaOf(plan: SystemTablePlan): TableSchema {
  let nextId = 0;
  const columnsOf = (texts: ColumnTexts, kind: ColumnKind): Column[] =>
    Object.entries(texts).map(([name, type], position) => ({
      name,
      type: parseCqlType(type, () => undefined),
      kind,
      position,
      id: nextId++,
      order: 'asc',
    }));
  const alphabetical = Object.fromEntries(Object.entries(plan.regular).sort(([a], [b]) => (a < b ? -1 : 1)));
  const partitionKey = columnsOf(plan.partitionKey, 'partition_key');
  const clustering = columnsOf(plan.clustering ?? {}, 'clustering');
  const regulars = columnsOf(alphabetical, 'regular');
  const columns = [...partitionKey, ...clustering, ...regulars];
  return {
    keyspace: plan.keyspace,
    name: plan.name,
    id: nameUuid(`${plan.keyspace}.${plan.name}`),
    // no row of it is ever stored
    number: 0,
    partitionKey,
    clustering,
    statics: [],
    regulars,
    columns,
    byName: new Map(columns.map((column) => [column.name, column])),
    byId: columns,
    ...(plan.filtersFreely === undefined ? {} : { filtersFreely: plan.filtersFreely }),
    ...(plan.askedBy === undefined ? {} : { askedBy: plan.askedBy }),
    isCounter: false,
    holdsNumbers: false,
    options: {
      comment: plan.comment ?? '',
      defaultTimeToLive: 0,
      ttlEnabled: false,
      clientSideTimestamps: false,
      keepsHistory: false,
    },
  };
}

/** A version 3 uuid: the same for the same name, always. */
export function nameUuid(name: string): string {
  const bytes = createHash('md5').update(name, 'utf8').digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x30;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const digits = bytes.toString('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
