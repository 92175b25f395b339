// WITH clauses: properties, clustering order, compact storage, and the TAGS of Amazon Keyspaces.

import type { Ordering, Property, PropertyValue, TableOption, TagsValue } from '../ast/options.js';
import type { MapEntry, MapLiteral, Term } from '../ast/term.js';
import { isUnreserved, K } from '../keywords.js';
import { termText } from '../term-text.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseConstant, parseMapLiteral, startsConstant } from './term.js';

/** Properties joined by AND. */
export function parseProperties(c: Cursor): Property[] {
  const properties: Property[] = [];
  const names = new Set<string>();
  do properties.push(parseProperty(c, names));
  while (c.accept(K.AND));
  return properties;
}

/** Options of CREATE TABLE joined by AND. */
export function parseTableOptions(c: Cursor): TableOption[] {
  const options: TableOption[] = [];
  const names = new Set<string>();
  do options.push(parseTableOption(c, names));
  while (c.accept(K.AND));
  return options;
}

function parseTableOption(c: Cursor, names: Set<string>): TableOption {
  const start = c.start;
  if (c.kind === K.COMPACT && c.peek() === K.STORAGE) {
    c.advance();
    c.advance();
    return { kind: 'compact-storage', span: c.span(start) };
  }
  if (c.kind !== K.CLUSTERING || c.peek() === T.equal) return parseProperty(c, names);
  c.advance();
  c.expect(K.ORDER);
  c.expect(K.BY);
  c.expect(T.open);
  const orderings = [parseClusteringOrdering(c)];
  while (c.accept(T.comma)) orderings.push(parseClusteringOrdering(c));
  c.expect(T.close);
  return { kind: 'clustering-order', orderings, span: c.span(start) };
}

/** The direction must be written, unlike that of ORDER BY. */
function parseClusteringOrdering(c: Cursor): Ordering {
  const column = c.identifier();
  if (c.accept(K.ASC)) return { column, direction: 'asc' };
  if (c.accept(K.DESC)) return { column, direction: 'desc' };
  throw c.noViable();
}

/** `names`: of the properties before. */
function parseProperty(c: Cursor, names: Set<string>): Property {
  const start = c.start;
  const name = c.identifier();
  c.expect(T.equal);
  const value = parsePropertyValue(c, name);
  if (names.has(name)) throw c.refuse(`Multiple definition for property '${name}'`);
  names.add(name);
  return { kind: 'property', name, value, span: c.span(start) };
}

function parsePropertyValue(c: Cursor, name: string): PropertyValue {
  const start = c.start;
  if (startsConstant(c.kind)) return parseConstant(c);
  if (isUnreserved(c.kind)) {
    const text = c.identifier();
    return { kind: 'keyword', text, span: c.span(start) };
  }
  return parseMap(c, holdMaps.has(name));
}

/** Properties of Amazon Keyspaces whose values are maps of maps. */
const holdMaps: ReadonlySet<string> = new Set(['custom_properties', 'autoscaling_settings']);

/** A map of literals, where it `nests` of such maps too, with Cassandra's texts for anything else (`convertPropertyMap`),
 * which it finds when the map is read. */
function parseMap(c: Cursor, nests: boolean): MapLiteral {
  const map = parseMapLiteral(c);
  const keys = new Set<string>();
  const entries = map.entries.map((entry) => {
    const plain = plainEntry(c, entry, nests);
    const key = plain.key.kind === 'literal' ? plain.key.text : '';
    if (keys.has(key)) throw c.refuse(`Multiple definition for property ${key}`);
    keys.add(key);
    return plain;
  });
  return { ...map, entries };
}

function plainEntry(c: Cursor, { key, value }: MapEntry, nests: boolean): MapEntry {
  if (key.kind !== 'literal') throw c.refuse(`Invalid property name: ${termText(key)}${reason(key)}`);
  if (value.kind === 'literal') return { key, value };
  if (nests && value.kind === 'set' && value.elements.length === 0) {
    return { key, value: { kind: 'map', entries: [], span: value.span } };
  }
  if (nests && value.kind === 'map') {
    return { key, value: { ...value, entries: value.entries.map((entry) => plainEntry(c, entry, nests)) } };
  }
  throw c.refuse(`Invalid property value: ${termText(value)} for property: ${termText(key)}${reason(value)}`);
}

const reason = (term: Term): string =>
  term.kind === 'marker' ? ' (bind variables are not supported in DDL queries)' : '';

/** `TAGS {...}` behind ADD or DROP, if it is there; `tags` may also be a column's name. DROP also takes keys alone. */
export function parseTags(c: Cursor, keysAlone: boolean): TagsValue | undefined {
  if (c.kind !== K.TAGS || c.peek() !== T.openCurly) return undefined;
  c.isBeyondCassandra = true;
  c.advance();
  if (!keysAlone || !c.keysFollowBrace()) return parseMap(c, false);
  const start = c.start;
  c.advance();
  const elements = [parseConstant(c)];
  while (c.accept(T.comma)) elements.push(parseConstant(c));
  c.expect(T.closeCurly);
  return { kind: 'set', elements, span: c.span(start) };
}
