// A schema change as the RESULT of a statement and as an EVENT have it: change, target, keyspace and name.

import type { ByteSink } from '../../../lib/byte-sink.js';
import type { SchemaChange } from '../../session/api.js';
import { malformed, type Reader } from '../reader.js';
import { writeString } from '../write.js';

export function encodeSchemaChange(sink: ByteSink, change: SchemaChange): void {
  writeString(sink, change.change);
  writeString(sink, change.target);
  writeString(sink, change.keyspace);
  if (change.target !== 'KEYSPACE') writeString(sink, change.name ?? '');
}

const changes: readonly SchemaChange['change'][] = ['CREATED', 'UPDATED', 'DROPPED'];
const targets: readonly SchemaChange['target'][] = ['KEYSPACE', 'TABLE', 'TYPE'];

export function decodeSchemaChange(reader: Reader): SchemaChange {
  const change = oneOf(changes, reader.string());
  const target = oneOf(targets, reader.string());
  const keyspace = reader.string();
  const base = { kind: 'schema-change', change, target, keyspace } as const;
  return target === 'KEYSPACE' ? base : { ...base, name: reader.string() };
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((name) => name === text);
  if (found === undefined) throw malformed(`Invalid value '${text}' in a schema change`);
  return found;
}
