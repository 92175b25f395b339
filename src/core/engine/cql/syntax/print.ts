// A statement's tree back to text, in one canonical form and one line: for describing, comparing and round-trip tests.

import { assertNever } from '../../../lib/assert.js';
import type { Ordering } from './ast/options.js';
import type {
  Assignment,
  Batch,
  Delete,
  DeleteTarget,
  Insert,
  InsertJson,
  Select,
  Statement,
  Update,
  Using,
} from './ast/statement.js';
import {
  printAlterKeyspace,
  printAlterTable,
  printAlterType,
  printCreateTable,
  printCreateType,
  printIfExists,
  printIfNotExists,
  printProperties,
} from './print-ddl.js';
import {
  printIf,
  printName,
  printNames,
  printQualified,
  printRelations,
  printSelected,
  printTerm,
  printTerms,
  printTypeReference,
} from './print-term.js';

/** Canonical CQL without a semicolon; parsing it gives an equal tree, spans aside. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'select':
      return printSelect(statement);
    case 'insert':
    case 'insert-json':
    case 'update':
    case 'delete':
      return printModification(statement);
    case 'batch':
      return printBatch(statement);
    case 'use':
      return `USE ${printName(statement.keyspace)}`;
    case 'create-keyspace': {
      const head = `CREATE KEYSPACE ${printIfNotExists(statement.ifNotExists)}${printName(statement.name)}`;
      return `${head} WITH ${printProperties(statement.properties)}`;
    }
    case 'alter-keyspace':
      return printAlterKeyspace(statement);
    case 'drop-keyspace':
      return `DROP KEYSPACE ${printIfExists(statement.ifExists)}${printName(statement.name)}`;
    case 'create-table':
      return printCreateTable(statement);
    case 'alter-table':
      return printAlterTable(statement);
    case 'drop-table':
      return `DROP TABLE ${printIfExists(statement.ifExists)}${printQualified(statement.table)}`;
    case 'restore-table': {
      const head = `RESTORE TABLE ${printQualified(statement.table)} FROM TABLE ${printQualified(statement.source)}`;
      return statement.properties.length === 0 ? head : `${head} WITH ${printProperties(statement.properties)}`;
    }
    case 'truncate':
      return `TRUNCATE TABLE ${printQualified(statement.table)}`;
    case 'create-type':
      return printCreateType(statement);
    case 'alter-type':
      return printAlterType(statement);
    case 'drop-type': {
      const name = printTypeReference(statement.name.keyspace, statement.name.name);
      return `DROP TYPE ${printIfExists(statement.ifExists)}${name}`;
    }
    case 'refused':
      return statement.text;
    default:
      return assertNever(statement);
  }
}

const printOrdering = ({ column, direction }: Ordering): string => `${printName(column)} ${direction.toUpperCase()}`;

function printSelect(s: Select): string {
  const modifiers = `${s.json ? 'JSON ' : ''}${s.distinct ? 'DISTINCT ' : ''}`;
  const selection = s.selection === '*' ? '*' : s.selection.map(printSelected).join(', ');
  let text = `SELECT ${modifiers}${selection} FROM ${printQualified(s.table)}`;
  if (s.where.length > 0) text += ` WHERE ${printRelations(s.where)}`;
  if (s.groupBy.length > 0) text += ` GROUP BY ${printNames(s.groupBy)}`;
  if (s.orderBy.length > 0) text += ` ORDER BY ${s.orderBy.map(printOrdering).join(', ')}`;
  if (s.perPartitionLimit !== undefined) text += ` PER PARTITION LIMIT ${printTerm(s.perPartitionLimit)}`;
  if (s.limit !== undefined) text += ` LIMIT ${printTerm(s.limit)}`;
  return s.allowFiltering ? `${text} ALLOW FILTERING` : text;
}

/** ` USING ...`, or nothing. Markers are numbered in text order, so that the one written first is printed first. */
function printUsing({ timestamp, ttl }: Using): string {
  const parts: { readonly text: string; readonly at: number }[] = [];
  if (timestamp !== undefined) parts.push({ text: `TIMESTAMP ${printTerm(timestamp)}`, at: timestamp.span.start });
  if (ttl !== undefined) parts.push({ text: `TTL ${printTerm(ttl)}`, at: ttl.span.start });
  if (parts.length === 0) return '';
  parts.sort((a, b) => a.at - b.at);
  return ` USING ${parts.map(({ text }) => text).join(' AND ')}`;
}

function printModification(statement: Insert | InsertJson | Update | Delete): string {
  switch (statement.kind) {
    case 'insert': {
      const { table, columns, values } = statement;
      const head = `INSERT INTO ${printQualified(table)} (${printNames(columns)}) VALUES (${printTerms(values)})`;
      return `${head}${statement.ifNotExists ? ' IF NOT EXISTS' : ''}${printUsing(statement.using)}`;
    }
    case 'insert-json': {
      const head = `INSERT INTO ${printQualified(statement.table)} JSON ${printTerm(statement.json)}`;
      const unset = statement.defaultUnset ? ' DEFAULT UNSET' : '';
      return `${head}${unset}${statement.ifNotExists ? ' IF NOT EXISTS' : ''}${printUsing(statement.using)}`;
    }
    case 'update': {
      const head = `UPDATE ${printQualified(statement.table)}${printUsing(statement.using)}`;
      const set = statement.assignments.map(printAssignment).join(', ');
      return `${head} SET ${set} WHERE ${printRelations(statement.where)}${printIf(statement.condition)}`;
    }
    case 'delete': {
      const targets = statement.targets.map((target) => `${printTarget(target)}`).join(', ');
      const head = `DELETE ${targets === '' ? '' : `${targets} `}FROM ${printQualified(statement.table)}`;
      const where = printRelations(statement.where);
      return `${head}${printUsing(statement.using)} WHERE ${where}${printIf(statement.condition)}`;
    }
    default:
      return assertNever(statement);
  }
}

function printAssignment(assignment: Assignment): string {
  const column = printName(assignment.column);
  const value = printTerm(assignment.value);
  switch (assignment.kind) {
    case 'set':
      return `${column} = ${value}`;
    case 'add':
      return `${column} = ${column} + ${value}`;
    case 'subtract':
      return `${column} = ${column} - ${value}`;
    case 'prepend':
      return `${column} = ${value} + ${column}`;
    case 'element':
      return `${column}[${printTerm(assignment.key)}] = ${value}`;
    case 'field':
      return `${column}.${printName(assignment.field)} = ${value}`;
    default:
      return assertNever(assignment);
  }
}

function printTarget(target: DeleteTarget): string {
  const column = printName(target.column);
  if (target.kind === 'column') return column;
  return target.kind === 'element' ? `${column}[${printTerm(target.key)}]` : `${column}.${printName(target.field)}`;
}

function printBatch({ type, using, statements }: Batch): string {
  const kind = type === 'logged' ? '' : `${type.toUpperCase()} `;
  const body = statements.map((statement) => `${printModification(statement)}; `).join('');
  return `BEGIN ${kind}BATCH${printUsing(using)} ${body}APPLY BATCH`;
}
