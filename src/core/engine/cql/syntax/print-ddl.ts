// Schema statements as canonical CQL.

import { assertNever } from '../../../lib/assert.js';
import type {
  AlterKeyspace,
  AlterTable,
  AlterType,
  ColumnDefinition,
  CreateTable,
  CreateType,
  PrimaryKey,
  Renaming,
  TypeField,
} from './ast/ddl.js';
import type { Property, PropertyValue, TableOption } from './ast/options.js';
import {
  printLiteral,
  printName,
  printNames,
  printQualified,
  printTerm,
  printType,
  printTypeReference,
} from './print-term.js';

export function printProperties(properties: readonly Property[]): string {
  return properties.map(printOption).join(' AND ');
}

function printOption(option: TableOption): string {
  switch (option.kind) {
    case 'property':
      return `${printName(option.name)} = ${printPropertyValue(option.value)}`;
    case 'compact-storage':
      return 'COMPACT STORAGE';
    case 'clustering-order': {
      const orderings = option.orderings.map(
        ({ column, direction }) => `${printName(column)} ${direction.toUpperCase()}`,
      );
      return `CLUSTERING ORDER BY (${orderings.join(', ')})`;
    }
    default:
      return assertNever(option);
  }
}

function printPropertyValue(value: PropertyValue): string {
  if (value.kind === 'keyword') return value.text;
  return value.kind === 'literal' ? printLiteral(value) : printTerm(value);
}

function printColumn(column: ColumnDefinition): string {
  const primary = column.primaryKey ? ' PRIMARY KEY' : '';
  return `${printName(column.name)} ${printType(column.type)}${column.static ? ' STATIC' : ''}${primary}`;
}

function printPrimaryKey({ partitionKey, clustering }: PrimaryKey): string {
  const partition = partitionKey.length === 1 ? printNames(partitionKey) : `(${printNames(partitionKey)})`;
  return `PRIMARY KEY (${[partition, ...clustering.map(printName)].join(', ')})`;
}

export const printIfNotExists = (condition: boolean): string => (condition ? 'IF NOT EXISTS ' : '');
export const printIfExists = (condition: boolean): string => (condition ? 'IF EXISTS ' : '');

export function printCreateTable(statement: CreateTable): string {
  const lines = [...statement.columns.map(printColumn), ...statement.primaryKeys.map(printPrimaryKey)];
  const options = statement.options.length === 0 ? '' : ` WITH ${statement.options.map(printOption).join(' AND ')}`;
  const head = `CREATE TABLE ${printIfNotExists(statement.ifNotExists)}${printQualified(statement.table)}`;
  return `${head} (${lines.join(', ')})${options}`;
}

const printField = ({ name, type }: TypeField): string => `${printName(name)} ${printType(type)}`;

const printRenamings = (renamings: readonly Renaming[]): string =>
  renamings.map(({ from, to }) => `${printName(from)} TO ${printName(to)}`).join(' AND ');

export function printAlterTable({ table, change }: AlterTable): string {
  const head = `ALTER TABLE ${printQualified(table)}`;
  switch (change.kind) {
    case 'add': {
      const columns = change.columns.map((column) => `${printField(column)}${column.static ? ' STATIC' : ''}`);
      return columns.length === 1 ? `${head} ADD ${columns[0]}` : `${head} ADD (${columns.join(', ')})`;
    }
    case 'drop': {
      const using = change.timestamp === undefined ? '' : ` USING TIMESTAMP ${change.timestamp}`;
      const names = printNames(change.columns);
      return `${head} DROP ${change.columns.length === 1 ? names : `(${names})`}${using}`;
    }
    case 'alter-type':
      return `${head} ALTER ${printName(change.column)} TYPE ${printType(change.type)}`;
    case 'rename':
      return `${head} RENAME ${printRenamings(change.renamings)}`;
    case 'drop-compact-storage':
      return `${head} DROP COMPACT STORAGE`;
    default:
      return `${head} ${printSharedChange(change)}`;
  }
}

/** What both keyspaces and tables have. */
function printSharedChange(change: AlterKeyspace['change']): string {
  switch (change.kind) {
    case 'with':
      return `WITH ${printProperties(change.properties)}`;
    case 'add-tags':
      return `ADD TAGS ${printTerm(change.tags)}`;
    case 'drop-tags':
      return `DROP TAGS ${printTerm(change.tags)}`;
    default:
      return assertNever(change);
  }
}

export const printAlterKeyspace = ({ name, change }: AlterKeyspace): string =>
  `ALTER KEYSPACE ${printName(name)} ${printSharedChange(change)}`;

export function printCreateType({ name, ifNotExists, fields }: CreateType): string {
  const reference = printTypeReference(name.keyspace, name.name);
  return `CREATE TYPE ${printIfNotExists(ifNotExists)}${reference} (${fields.map(printField).join(', ')})`;
}

export function printAlterType({ name, change }: AlterType): string {
  const head = `ALTER TYPE ${printTypeReference(name.keyspace, name.name)}`;
  switch (change.kind) {
    case 'add':
      return `${head} ADD ${printField(change.field)}`;
    case 'alter-type':
      return `${head} ALTER ${printName(change.field)} TYPE ${printType(change.type)}`;
    case 'rename':
      return `${head} RENAME ${printRenamings(change.renamings)}`;
    default:
      return assertNever(change);
  }
}
