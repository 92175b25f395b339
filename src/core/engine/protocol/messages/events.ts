// REGISTER and the EVENT messages that a server pushes (data-plane facts 1.12): changes of schema, and nodes that go down and
// come up. No node joins or leaves while a server runs and nothing is
// traced, so TOPOLOGY_CHANGE and TRACE_COMPLETE may be registered for and never come.

import type { ByteSink } from '../../../lib/byte-sink.js';
import type { SchemaChange } from '../../session/api.js';
import { beginFrame, endFrame } from '../frame.js';
import { eventStream, Opcode } from '../opcodes.js';
import { malformed, type Reader } from '../reader.js';
import { writeInet, writeString } from '../write.js';
import { encodeSchemaChange } from './schema-change.js';

const eventTypes = ['TOPOLOGY_CHANGE', 'STATUS_CHANGE', 'SCHEMA_CHANGE', 'TRACE_COMPLETE'] as const;
export type EventType = (typeof eventTypes)[number];

export function decodeRegister(reader: Reader): EventType[] {
  return reader.stringList().map((name) => {
    const type = eventTypes.find((known) => known === name.toUpperCase());
    if (type === undefined) throw malformed(`Invalid value '${name}' for Type`);
    return type;
  });
}

export function writeSchemaEvent(sink: ByteSink, version: number, change: SchemaChange): void {
  const at = beginFrame(sink, version, eventStream, Opcode.event);
  writeString(sink, 'SCHEMA_CHANGE');
  encodeSchemaChange(sink, change);
  endFrame(sink, at);
}

/** A node that stopped or began to answer. */
export interface StatusChange {
  readonly change: 'UP' | 'DOWN';
  /** Four or sixteen bytes. */
  readonly address: Uint8Array;
  readonly port: number;
}

export function writeStatusEvent(sink: ByteSink, version: number, { change, address, port }: StatusChange): void {
  const at = beginFrame(sink, version, eventStream, Opcode.event);
  writeString(sink, 'STATUS_CHANGE');
  writeString(sink, change);
  writeInet(sink, address, port);
  endFrame(sink, at);
}
