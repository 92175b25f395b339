// Calls of functions whose result has a wanted type, where a value may stand: constants, calls of markers, and JSON.

import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import { jsonOf } from './json-values.js';
import type { Writer } from './writer.js';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Undefined when no function gives the type. */
export function callFor(writer: Writer, type: CqlType): string | undefined {
  const { dice } = writer;
  // a counter's step from JSON fails within Cassandra
  if (!writer.table.counters && (dice.chance(0.4) || type.kind !== 'native'))
    return `fromJson(${quoted(jsonOf(writer, type))})`;
  if (type.kind !== 'native') return undefined;
  const of = (name: 'text' | 'timeuuid' | 'timestamp' | 'date' | 'blob'): string => writer.term(native(name));
  switch (type.name) {
    case 'timeuuid':
      return `${dice.pick(['minTimeuuid', 'maxTimeuuid'])}(${of('timestamp')})`;
    case 'timestamp':
      return dice.pick([() => `dateOf(${of('timeuuid')})`, () => `toTimestamp(${of('date')})`])();
    case 'date':
      return `toDate(${dice.pick([() => of('timestamp'), () => of('timeuuid')])()})`;
    case 'bigint':
      return `unixTimestampOf(${of('timeuuid')})`;
    case 'blob': {
      const name = dice.pick(['int', 'text', 'bigint', 'varint', 'uuid', 'boolean', 'inet', 'decimal'] as const);
      return `${name}AsBlob(${writer.term(native(name))})`;
    }
    case 'counter':
    case 'duration':
      return undefined;
    default:
      return `blobAs${type.name}(${type.name}AsBlob(${writer.term(type)}))`;
  }
}
