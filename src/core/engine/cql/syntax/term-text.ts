// Terms and relations as Cassandra's messages show them. Apart from print-term.ts, whose text can be parsed again.

import type { InValues, Relation } from './ast/relation.js';
import type { Term } from './ast/term.js';
import type { TypeName } from './ast/type-name.js';
import { printName } from './print-term.js';

/** `keyspace`: that of user types, once they were looked up. */
export function termText(term: Term, keyspace?: string): string {
  const inner = (of: Term): string => termText(of, keyspace);
  switch (term.kind) {
    case 'literal':
      // as Cassandra prints it: quotes are not doubled
      return term.type === 'string' ? `'${term.text}'` : term.text;
    case 'null':
      return 'NULL';
    case 'marker':
      return '?';
    case 'list':
      return `[${term.elements.map(inner).join(', ')}]`;
    case 'set':
      return `{${term.elements.map(inner).join(', ')}}`;
    case 'map':
      return `{${term.entries.map((e) => `${inner(e.key)}: ${inner(e.value)}`).join(', ')}}`;
    case 'udt':
      return `{${term.fields.map((f) => `${f.name}: ${inner(f.value)}`).join(', ')}}`;
    case 'tuple':
      return `(${term.elements.map(inner).join(', ')})`;
    case 'call':
      return `${functionText(term.function)}(${term.args.map(inner).join(', ')})`;
    case 'hint':
      return `(${typeText(term.type, keyspace)})${inner(term.term)}`;
  }
}

const listText = (values: InValues): string =>
  values.kind === 'terms' ? values.terms.map((term) => termText(term)).join(', ') : '';
const tupleText = (columns: readonly string[]): string => `(${columns.map(printName).join(', ')})`;

const functionText = ({ keyspace, name }: { readonly keyspace: string | undefined; readonly name: string }): string =>
  `${keyspace === undefined ? '' : `${printName(keyspace)}.`}${name === 'token' ? name : printName(name)}`;

/** A written type as Cassandra prints it: frozen to its parts, names without quotes; once it was looked up, user types
 * with their `keyspace`. */
export function typeText(type: TypeName, keyspace?: string, frozen = false): string {
  const inner = (of: TypeName, isFrozen: boolean): string => typeText(of, keyspace, isFrozen);
  const wrapped = (text: string): string => (frozen ? `frozen<${text}>` : text);
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return wrapped(`${type.kind}<${inner(type.element, frozen)}>`);
    case 'map':
      return wrapped(`map<${inner(type.key, frozen)}, ${inner(type.value, frozen)}>`);
    case 'tuple':
      return `tuple<${type.elements.map((element) => inner(element, true)).join(', ')}>`;
    case 'frozen':
      return inner(type.of, true);
    case 'user':
      return wrapped([type.keyspace ?? keyspace, type.name].filter((part) => part !== undefined).join('.'));
    case 'custom':
      return `'${type.className}'`;
  }
}

export function relationText(relation: Relation): string {
  switch (relation.kind) {
    case 'comparison':
      return `${printName(relation.column)} ${relation.operator} ${termText(relation.value)}`;
    case 'in':
      // the brackets are those of a Java list
      return `${printName(relation.column)} IN ${relation.values.kind === 'terms' ? `[${listText(relation.values)}]` : 'null'}`;
    case 'contains':
      return `${printName(relation.column)} CONTAINS ${relation.key ? 'KEY ' : ''}${termText(relation.value)}`;
    case 'element':
      return `${printName(relation.column)}[${termText(relation.key)}] ${relation.operator} ${termText(relation.value)}`;
    case 'like':
      return `${printName(relation.column)} LIKE ${termText(relation.value)}`;
    case 'not-null':
      return `${printName(relation.column)} IS NOT NULL`;
    case 'token':
      return `token${tupleText(relation.columns)} ${relation.operator} ${termText(relation.value)}`;
    case 'tuple-comparison':
      return `${tupleText(relation.columns)} ${relation.operator} ${termText(relation.value)}`;
    case 'tuple-in':
      return `${tupleText(relation.columns)} IN ${relation.values.kind === 'terms' ? `(${relation.values.terms.map((term) => termText(term)).join(', ')})` : '?'}`;
    case 'index-expression':
      return `expr(${printName(relation.index)},${termText(relation.value)})`;
  }
}
