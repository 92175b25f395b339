// The properties of WITH clauses, read with Cassandra's refusals [C3 PropertyDefinitions, facts 6.1]. Apart because
// keyspaces, tables and restores all have them.

import { CqlError, ErrorCode } from '../../cql-error.js';
import type { Property, PropertyValue, TagsValue } from '../syntax/ast/options.js';
import type { Term } from '../syntax/ast/term.js';

/** A map as written: scalars as text, maps as maps. */
export interface PropertyMap {
  readonly [key: string]: string | PropertyMap;
}

const syntax = (message: string): CqlError => new CqlError(ErrorCode.syntax, message);

export class Properties {
  private readonly byName = new Map<string, PropertyValue>();

  /** `known`: every property that may stand here. */
  constructor(properties: readonly Property[], known: ReadonlySet<string>) {
    for (const { name, value } of properties) {
      const key = name.toLowerCase();
      this.byName.set(key, value);
    }
    for (const name of this.byName.keys()) if (!known.has(name)) throw syntax(`Unknown property '${name}'`);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  names(): readonly string[] {
    return [...this.byName.keys()];
  }

  text(name: string): string | undefined {
    const value = this.byName.get(name);
    if (value === undefined) return undefined;
    if (value.kind === 'map') throw syntax(`Invalid value for property '${name}'. It should be a string`);
    return value.text;
  }

  map(name: string): PropertyMap | undefined {
    const value = this.byName.get(name);
    if (value === undefined) return undefined;
    if (value.kind !== 'map') throw syntax(`Invalid value for property '${name}'. It should be a map.`);
    return mapOf(name, value);
  }

  integer(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^[+-]?\d{1,10}$/.test(text)) throw syntax(`Invalid integer value ${text} for '${name}'`);
    return Number(text);
  }

  boolean(name: string): boolean | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : /^(true|yes|1)$/i.test(text);
  }
}

function mapOf(name: string, map: PropertyValue & { kind: 'map' }): PropertyMap {
  const out = new Map<string, string | PropertyMap>();
  for (const { key, value } of map.entries) {
    if (key.kind !== 'literal') throw syntax(`Invalid value for property '${name}'. It should be a map.`);
    if (out.has(key.text)) throw syntax(`Multiple definition for property ${key.text}`);
    if (value.kind === 'map') out.set(key.text, mapOf(name, value));
    else if (value.kind === 'literal') out.set(key.text, value.text);
    else if (value.kind === 'set' && value.elements.length === 0) out.set(key.text, {});
    else throw syntax(`Invalid value for property '${name}'. It should be a map.`);
  }
  return Object.fromEntries(out);
}

/** `TAGS {'k': 'v'}` as the API wants it; a set of keys comes with empty values. */
export function tagsOf(tags: TagsValue): { readonly key: string; readonly value: string }[] {
  if (tags.kind === 'set') return tags.elements.map((key) => ({ key: scalar(key), value: '' }));
  return tags.entries.map((entry) => ({ key: scalar(entry.key), value: scalar(entry.value) }));
}

function scalar(term: Term): string {
  if (term.kind !== 'literal') throw syntax(`Invalid value for property 'tags'. It should be a map.`);
  return term.text;
}

export function tagList(map: PropertyMap): { readonly key: string; readonly value: string }[] {
  return Object.entries(map).map(([key, value]) => {
    if (typeof value !== 'string') throw syntax(`Invalid value for property 'tags'. It should be a map.`);
    return { key, value };
  });
}
