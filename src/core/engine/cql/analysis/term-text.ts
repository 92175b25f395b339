// Prints terms and relations back as CQL for error texts. Apart because only messages need it.

import { quoteName } from '../../types/format-type.js';
import type { Relation } from '../syntax/ast/relation.js';
import type { Term } from '../syntax/ast/term.js';
import { typeNameText } from './resolve.js';

export function termText(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return term.type === 'string' ? `'${term.text.replaceAll("'", "''")}'` : term.text;
    case 'null':
      return 'NULL';
    case 'marker':
      return term.name === undefined ? '?' : `:${term.name}`;
    case 'list':
      return `[${term.elements.map(termText).join(', ')}]`;
    case 'set':
      return `{${term.elements.map(termText).join(', ')}}`;
    case 'map':
      return `{${term.entries.map((e) => `${termText(e.key)}:${termText(e.value)}`).join(', ')}}`;
    case 'udt':
      return `{${term.fields.map((f) => `${f.name}: ${termText(f.value)}`).join(', ')}}`;
    case 'tuple':
      return `(${term.elements.map(termText).join(', ')})`;
    case 'call':
      return `${term.function.name}(${term.args.map(termText).join(', ')})`;
    case 'hint':
      return `(${typeNameText(term.type)})${termText(term.term)}`;
  }
}

export function relationText(relation: Relation): string {
  switch (relation.kind) {
    case 'comparison':
      return `${quoteName(relation.column)} ${relation.operator} ${termText(relation.value)}`;
    case 'in':
      return `${relation.column} IN ${relation.values.kind === 'terms' ? `(${relation.values.terms.map(termText).join(', ')})` : '?'}`;
    case 'contains':
      return `${relation.column} CONTAINS ${relation.key ? 'KEY ' : ''}${termText(relation.value)}`;
    case 'element':
      return `${relation.column}[${termText(relation.key)}] ${relation.operator} ${termText(relation.value)}`;
    case 'like':
      return `${quoteName(relation.column)} LIKE ${termText(relation.value)}`;
    case 'not-null':
      return `${quoteName(relation.column)} IS NOT NULL`;
    case 'token':
      return `token(${relation.columns.join(', ')}) ${relation.operator} ${termText(relation.value)}`;
    case 'tuple-comparison':
      return `(${relation.columns.join(', ')}) ${relation.operator} ${termText(relation.value)}`;
    case 'tuple-in':
      return `(${relation.columns.join(', ')}) IN ${relation.values.kind === 'terms' ? `(${relation.values.terms.map(termText).join(', ')})` : '?'}`;
  }
}
