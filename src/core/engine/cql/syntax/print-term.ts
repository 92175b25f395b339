// Names, types, terms, selectors and relations as canonical CQL. Parsing what is printed gives the same tree.

import { assertNever } from '../../../lib/assert.js';
import type { QualifiedName } from './ast/ddl.js';
import type { Condition, IfClause, InValues, Relation } from './ast/relation.js';
import type { Selected, Selector } from './ast/selector.js';
import type { FunctionName, Literal, Term } from './ast/term.js';
import type { TypeName } from './ast/type-name.js';
import { isFunctionKeyword, isUnreserved } from './keywords.js';
import { Lexer } from './lexer.js';
import { T } from './token.js';

/** The kind of token that `name` is without quotes, or undefined when it needs them to keep its characters. */
function bareKind(name: string): number | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
  const lexer = new Lexer(name);
  lexer.scan();
  return lexer.kind;
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Quoted when it must be: capitals, odd characters, reserved words. */
export function printName(name: string): string {
  const kind = bareKind(name);
  return kind === T.ident || (kind !== undefined && isUnreserved(kind)) ? name : quoteName(name);
}

export const printNames = (names: readonly string[]): string => names.map(printName).join(', ');

export const printQualified = (name: QualifiedName): string => qualify(name.keyspace, printName(name.name));

const qualify = (keyspace: string | undefined, rest: string): string =>
  keyspace === undefined ? rest : `${printName(keyspace)}.${rest}`;

function printFunctionName(name: FunctionName): string {
  const functionPart = (part: string): string => {
    const kind = bareKind(part);
    return kind === T.ident || (kind !== undefined && isFunctionKeyword(kind)) ? part : quoteName(part);
  };
  if (name.keyspace === undefined) return functionPart(name.name);
  return `${functionPart(name.keyspace)}.${functionPart(name.name)}`;
}

/** The name of a user type: a keyword in its place would be read as another type. */
export function printTypeReference(keyspace: string | undefined, name: string): string {
  const reserved = /^(byte|complex|enum|interval|macaddr|bitstring)$/.test(name);
  return qualify(keyspace, bareKind(name) === T.ident && !reserved ? name : quoteName(name));
}

const printString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function printType(type: TypeName): string {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
      return `list<${printType(type.element)}>`;
    case 'set':
      return `set<${printType(type.element)}>`;
    case 'map':
      return `map<${printType(type.key)}, ${printType(type.value)}>`;
    case 'tuple':
      return `tuple<${type.elements.map(printType).join(', ')}>`;
    case 'frozen':
      return `frozen<${printType(type.of)}>`;
    case 'user':
      return printTypeReference(type.keyspace, type.name);
    case 'custom':
      return printString(type.className);
    default:
      return assertNever(type);
  }
}

export const printLiteral = (literal: Literal): string =>
  literal.type === 'string' ? printString(literal.text) : literal.text;

export const printTerms = (terms: readonly Term[]): string => terms.map(printTerm).join(', ');

export function printTerm(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return printLiteral(term);
    case 'null':
      return 'null';
    case 'marker':
      return term.name === undefined ? '?' : `:${printName(term.name)}`;
    case 'list':
      return `[${printTerms(term.elements)}]`;
    case 'set':
      return `{${printTerms(term.elements)}}`;
    case 'map':
      return `{${term.entries.map(({ key, value }) => `${printTerm(key)}: ${printTerm(value)}`).join(', ')}}`;
    case 'udt':
      return `{${term.fields.map(({ name, value }) => `${printName(name)}: ${printTerm(value)}`).join(', ')}}`;
    case 'tuple':
      return `(${printTerms(term.elements)})`;
    case 'call':
      return `${printFunctionName(term.function)}(${printTerms(term.args)})`;
    case 'hint':
      return `(${printType(term.type)}) ${printTerm(term.term)}`;
    default:
      return assertNever(term);
  }
}

export const printSelected = ({ selector, alias }: Selected): string =>
  alias === undefined ? printSelector(selector) : `${printSelector(selector)} AS ${printName(alias)}`;

function printSelector(selector: Selector): string {
  switch (selector.kind) {
    case 'column':
      // Behind SELECT these two may also be the keywords.
      return /^(json|distinct)$/.test(selector.name) ? quoteName(selector.name) : printName(selector.name);
    case 'term':
      return printTerm(selector.term);
    case 'count-rows':
      return 'count(*)';
    case 'writetime':
    case 'ttl':
      return `${selector.kind}(${printName(selector.column)})`;
    case 'cast':
      return `cast(${printSelector(selector.of)} AS ${printType(selector.type)})`;
    case 'call':
      return `${printSelectorFunction(selector.function)}(${selector.args.map(printSelector).join(', ')})`;
    case 'field':
      return `${printSelector(selector.of)}.${printName(selector.field)}`;
    case 'element':
      return `${printSelector(selector.of)}[${printTerm(selector.key)}]`;
    default:
      return assertNever(selector);
  }
}

/** `"count"` in quotes is a function like others; without them `count(1)` counts rows. */
const printSelectorFunction = (name: FunctionName): string =>
  name.keyspace === undefined && name.name === 'count' ? '"count"' : printFunctionName(name);

const printIn = (values: InValues): string =>
  values.kind === 'marker' ? printTerm(values) : `(${printTerms(values.terms)})`;

export const printRelations = (relations: readonly Relation[]): string => relations.map(printRelation).join(' AND ');

function printRelation(relation: Relation): string {
  switch (relation.kind) {
    case 'comparison':
      return `${printName(relation.column)} ${relation.operator} ${printTerm(relation.value)}`;
    case 'in':
      return `${printName(relation.column)} IN ${printIn(relation.values)}`;
    case 'contains':
      return `${printName(relation.column)} CONTAINS ${relation.key ? 'KEY ' : ''}${printTerm(relation.value)}`;
    case 'element': {
      const element = `${printName(relation.column)}[${printTerm(relation.key)}]`;
      return `${element} ${relation.operator} ${printTerm(relation.value)}`;
    }
    case 'like':
      return `${printName(relation.column)} LIKE ${printTerm(relation.value)}`;
    case 'not-null':
      return `${printName(relation.column)} IS NOT NULL`;
    case 'token':
      return `token(${printNames(relation.columns)}) ${relation.operator} ${printTerm(relation.value)}`;
    case 'tuple-comparison':
      return `(${printNames(relation.columns)}) ${relation.operator} ${printTerm(relation.value)}`;
    case 'tuple-in':
      return `(${printNames(relation.columns)}) IN ${printIn(relation.values)}`;
    case 'index-expression':
      return `expr(${printName(relation.index)}, ${printTerm(relation.value)})`;
    default:
      return assertNever(relation);
  }
}

/** ` IF ...`, or nothing. */
export function printIf(clause: IfClause | undefined): string {
  if (clause === undefined) return '';
  if (clause.kind === 'exists') return ' IF EXISTS';
  return ` IF ${clause.conditions.map(printCondition).join(' AND ')}`;
}

function printCondition(condition: Condition): string {
  const { column, target } = condition;
  let left = printName(column);
  if (target.kind === 'element') left += `[${printTerm(target.key)}]`;
  else if (target.kind === 'field') left += `.${printName(target.field)}`;
  if (condition.kind === 'in') return `${left} IN ${printIn(condition.values)}`;
  return `${left} ${condition.operator} ${printTerm(condition.value)}`;
}
