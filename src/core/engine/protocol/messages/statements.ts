// The requests that carry statements: QUERY, PREPARE, EXECUTE and BATCH (data-plane facts 1.8). A prepared statement is
// its id here; the server looks it up.

import type { ByteSink } from '../../../lib/byte-sink.js';
import type { BatchRequest, BoundValue, StatementOptions } from '../../session/api.js';
import type { Version } from '../opcodes.js';
import { malformed, type Reader } from '../reader.js';
import { writeBoundValue, writeLongString, writeShortBytes } from '../write.js';
import {
  decodeBatchOptions,
  decodeParameters,
  decodeValues,
  encodeBatchOptions,
  encodeParameters,
  type Parameters,
} from './parameters.js';

export interface QueryMessage {
  readonly text: string;
  readonly parameters: Parameters;
}

export function decodeQuery(reader: Reader, version: Version): QueryMessage {
  const text = reader.longString();
  return { text, parameters: decodeParameters(reader, version) };
}

export function encodeQuery(sink: ByteSink, message: QueryMessage): void {
  writeLongString(sink, message.text);
  encodeParameters(sink, message.parameters);
}

export const decodePrepare = (reader: Reader): string => reader.longString();
export const encodePrepare = (sink: ByteSink, text: string): void => writeLongString(sink, text);

/** EXECUTE is decoded in two steps, `reader.shortBytes()` and `decodeParameters`, so that no object is made for it. */
export function encodeExecute(sink: ByteSink, id: Uint8Array, parameters: Parameters): void {
  writeShortBytes(sink, id);
  encodeParameters(sink, parameters);
}

export interface BatchMessageChild {
  /** Text, or the id of a prepared statement. */
  readonly statement: string | Uint8Array;
  readonly values: readonly BoundValue[];
}
export interface BatchMessage {
  readonly type: BatchRequest['type'];
  readonly children: readonly BatchMessageChild[];
  readonly options: StatementOptions;
}

const batchTypes: readonly BatchRequest['type'][] = ['logged', 'unlogged', 'counter'];
const textKind = 0;
const idKind = 1;

export function decodeBatch(reader: Reader, version: Version): BatchMessage {
  const typeNumber = reader.i8();
  const type = batchTypes[typeNumber];
  if (type === undefined) throw malformed(`Invalid BATCH message type ${typeNumber}`);
  const count = reader.u16();
  const children: BatchMessageChild[] = [];
  for (let i = 0; i < count; i++) {
    const kind = reader.i8();
    if (kind !== textKind && kind !== idKind) {
      throw malformed(`Invalid query kind in BATCH messages. Must be 0 or 1 but got ${kind}`);
    }
    const statement = kind === textKind ? reader.longString() : reader.shortBytes();
    children.push({ statement, values: decodeValues(reader, reader.u16(), version) });
  }
  return { type, children, options: decodeBatchOptions(reader, version) };
}

export function encodeBatch(sink: ByteSink, message: BatchMessage): void {
  sink.u8(batchTypes.indexOf(message.type));
  sink.u16(message.children.length);
  for (const { statement, values } of message.children) {
    if (typeof statement === 'string') {
      sink.u8(textKind);
      writeLongString(sink, statement);
    } else {
      sink.u8(idKind);
      writeShortBytes(sink, statement);
    }
    sink.u16(values.length);
    for (const value of values) writeBoundValue(sink, value);
  }
  encodeBatchOptions(sink, message.options);
}
