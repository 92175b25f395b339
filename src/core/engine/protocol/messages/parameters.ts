// The query parameters that QUERY and EXECUTE share, and the tail of BATCH (data-plane facts 1.8).
//
//   [consistency] flags | values 0x01, with names 0x40 | page size 0x04 | paging state 0x08 | serial 0x10 | timestamp 0x20

import type { ByteSink } from '../../../lib/byte-sink.js';
import type { Consistency } from '../../consistency.js';
import type { BoundValue, StatementOptions } from '../../session/api.js';
import type { Version } from '../opcodes.js';
import { malformed, type Reader } from '../reader.js';
import { writeBoundValue, writeString } from '../write.js';

export const parameterFlag = {
  values: 0x01,
  skipsMetadata: 0x02,
  pageSize: 0x04,
  pagingState: 0x08,
  serial: 0x10,
  timestamp: 0x20,
  names: 0x40,
} as const;
const {
  values: hasValues,
  skipsMetadata,
  pageSize: hasPageSize,
  pagingState: hasPagingState,
  serial: hasSerial,
  timestamp: hasTimestamp,
  names: hasNames,
} = parameterFlag;
const timestampMin = -(2n ** 63n);

/** Values are views of the message. */
export interface Parameters extends StatementOptions {
  readonly skipMetadata: boolean;
}

type Draft = { -readonly [Key in keyof Parameters]: Parameters[Key] };

/** 0x80, the keyspace of v5, is passed over with all that follows it, as Cassandra 3.11 does. */
export function decodeParameters(reader: Reader, version: Version): Parameters {
  const consistency = reader.consistency();
  const flags = reader.u8();
  const draft: Draft = { consistency, skipMetadata: (flags & skipsMetadata) !== 0 };
  if ((flags & hasValues) !== 0) {
    const count = reader.u16();
    if ((flags & hasNames) !== 0) {
      const names: string[] = [];
      const values: BoundValue[] = [];
      for (let i = 0; i < count; i++) {
        names.push(reader.string());
        values.push(reader.value(version));
      }
      draft.names = names;
      draft.values = values;
    } else {
      draft.values = decodeValues(reader, count, version);
    }
  }
  if ((flags & hasPageSize) !== 0) {
    const pageSize = reader.i32();
    if (pageSize > 0) draft.pageSize = pageSize;
  }
  if ((flags & hasPagingState) !== 0) {
    const pagingState = reader.bytes();
    if (pagingState !== null) draft.pagingState = pagingState;
  }
  if ((flags & (hasSerial | hasTimestamp)) !== 0) decodeSerialAndTimestamp(reader, flags, draft);
  return draft;
}

export function decodeValues(reader: Reader, count: number, version: Version): BoundValue[] {
  const values: BoundValue[] = [];
  for (let i = 0; i < count; i++) values.push(reader.value(version));
  return values;
}

function decodeSerialAndTimestamp(
  reader: Reader,
  flags: number,
  draft: { serialConsistency?: Consistency; timestamp?: bigint },
): void {
  if ((flags & hasSerial) !== 0) draft.serialConsistency = reader.consistency();
  if ((flags & hasTimestamp) !== 0) {
    const timestamp = reader.i64();
    if (timestamp === timestampMin) {
      throw malformed(
        `Out of bound timestamp, must be in [-9223372036854775807, 9223372036854775807] (got ${timestamp})`,
      );
    }
    draft.timestamp = timestamp;
  }
}

/** `parameters` as a client sends them. */
export function encodeParameters(sink: ByteSink, parameters: Parameters): void {
  const { values, names, pageSize, pagingState, serialConsistency, timestamp } = parameters;
  sink.u16(parameters.consistency);
  sink.u8(
    (values === undefined ? 0 : hasValues) |
      (parameters.skipMetadata ? skipsMetadata : 0) |
      (pageSize === undefined ? 0 : hasPageSize) |
      (pagingState === undefined ? 0 : hasPagingState) |
      (serialConsistency === undefined ? 0 : hasSerial) |
      (timestamp === undefined ? 0 : hasTimestamp) |
      (names === undefined ? 0 : hasNames),
  );
  if (values !== undefined) {
    sink.u16(values.length);
    values.forEach((value, at) => {
      if (names !== undefined) writeString(sink, names[at]!);
      writeBoundValue(sink, value);
    });
  }
  if (pageSize !== undefined) sink.i32(pageSize);
  if (pagingState !== undefined) sink.value(pagingState);
  if (serialConsistency !== undefined) sink.u16(serialConsistency);
  if (timestamp !== undefined) sink.i64(timestamp);
}

/** What follows the statements of a BATCH. Cassandra 3.11 reads whatever the flags bring and uses these of it. */
export function decodeBatchOptions(reader: Reader, version: Version): StatementOptions {
  const { consistency, serialConsistency, timestamp } = decodeParameters(reader, version);
  return {
    consistency,
    ...(serialConsistency !== undefined && { serialConsistency }),
    ...(timestamp !== undefined && { timestamp }),
  };
}

export function encodeBatchOptions(sink: ByteSink, options: StatementOptions): void {
  const { serialConsistency, timestamp } = options;
  sink.u16(options.consistency);
  sink.u8((serialConsistency === undefined ? 0 : hasSerial) | (timestamp === undefined ? 0 : hasTimestamp));
  if (serialConsistency !== undefined) sink.u16(serialConsistency);
  if (timestamp !== undefined) sink.i64(timestamp);
}
