// Random bytes, broken frames and round trips of the native protocol: nothing escapes a connection, and whatever it
// answers is made of whole frames.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consistency } from '../../src/core/engine/consistency.js';
import { compressLz4, decompressLz4 } from '../../src/core/engine/protocol/lz4.js';
import {
  decodeBatch,
  decodeQuery,
  encodeBatch,
  encodeQuery,
} from '../../src/core/engine/protocol/messages/statements.js';
import { Reader } from '../../src/core/engine/protocol/reader.js';
import { readType, writeType } from '../../src/core/engine/protocol/type-option.js';
import { type BoundValue, UNSET } from '../../src/core/engine/session/api.js';
import { type CqlType, native, nativeTypes } from '../../src/core/engine/types/cql-type.js';
import { ByteSink } from '../../src/core/lib/byte-sink.js';
import { hex, longStringBytes, preparedInsert, query, ready, request, startup, Wire } from '../wire/harness.js';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

describe('lz4', () => {
  // few different bytes make matches, many make none
  const sources = fc.oneof(
    bytes(600),
    fc.array(fc.constantFrom(1, 2), { maxLength: 3000 }).map((array) => Buffer.from(array)),
    fc.tuple(bytes(40), fc.nat(200)).map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part))),
  );

  it('gives back what it was given', () => {
    fc.assert(
      fc.property(sources, (source) => {
        expect(decompressLz4(compressLz4(source), source.length)).toEqual(Buffer.from(source));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses or fills exactly, whatever the block', () => {
    fc.assert(
      fc.property(bytes(64), fc.nat(300), (block, size) => {
        const plain = decompressLz4(block, size);
        expect(plain === undefined || plain.length === size).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const value: fc.Arbitrary<BoundValue> = fc.oneof(bytes(20), fc.constant(null), fc.constant(UNSET));
const consistency = fc.integer({ min: 0, max: 10 }) as fc.Arbitrary<Consistency>;
const serial = fc.constantFrom<Consistency>(8, 9);
const timestamp = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
const encoded = (write: (sink: ByteSink) => void): Reader => {
  const sink = new ByteSink(16);
  write(sink);
  return new Reader().over(sink.copy());
};

describe('round trips', () => {
  const named = fc.array(fc.tuple(fc.string(), value), { maxLength: 5 }).map((pairs) => ({
    names: pairs.map(([name]) => name),
    values: pairs.map(([, bound]) => bound),
  }));
  const parameters = fc
    .tuple(
      consistency,
      fc.boolean(),
      fc.oneof(fc.record({ values: fc.array(value, { maxLength: 5 }) }), named, fc.constant({})),
      fc.record(
        {
          pageSize: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
          pagingState: bytes(9),
          serialConsistency: serial,
          timestamp,
        },
        { requiredKeys: [] },
      ),
    )
    .map(([level, skipMetadata, bound, rest]) => ({ consistency: level, skipMetadata, ...bound, ...rest }));

  it('QUERY', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), parameters, (text, options) => {
        const message = { text, parameters: options };
        expect(
          decodeQuery(
            encoded((sink) => encodeQuery(sink, message)),
            4,
          ),
        ).toEqual(message);
      }),
    );
  });

  it('BATCH', () => {
    const child = fc.record({ statement: fc.oneof(fc.string(), bytes(16)), values: fc.array(value, { maxLength: 3 }) });
    const message = fc.record({
      type: fc.constantFrom('logged' as const, 'unlogged' as const, 'counter' as const),
      children: fc.array(child, { maxLength: 4 }),
      options: fc
        .tuple(consistency, fc.record({ serialConsistency: serial, timestamp }, { requiredKeys: [] }))
        .map(([level, rest]) => ({ consistency: level, ...rest })),
    });
    fc.assert(
      fc.property(message, (batch) => {
        expect(
          decodeBatch(
            encoded((sink) => encodeBatch(sink, batch)),
            4,
          ),
        ).toEqual(batch);
      }),
    );
  });

  it('types, in v3 and v4', () => {
    const { type } = fc.letrec<{ type: CqlType }>((tie) => ({
      type: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom(...nativeTypes).map(native),
        fc.record({
          kind: fc.constantFrom('list' as const, 'set' as const),
          frozen: fc.constant(true),
          element: tie('type'),
        }),
        fc.record({
          kind: fc.constant('map' as const),
          frozen: fc.constant(true),
          key: tie('type'),
          value: tie('type'),
        }),
        fc.record({ kind: fc.constant('tuple' as const), elements: fc.array(tie('type'), { maxLength: 3 }) }),
        fc.array(fc.tuple(fc.string(), tie('type')), { maxLength: 3 }).map((fields) => ({
          kind: 'udt' as const,
          frozen: true,
          keyspace: 'k',
          name: 'u',
          fieldNames: fields.map(([name]) => name),
          fieldTypes: fields.map(([, field]) => field),
        })),
      ),
    }));
    fc.assert(
      fc.property(type, fc.constantFrom(3 as const, 4 as const), (written, version) => {
        expect(readType(encoded((sink) => writeType(sink, written, version)))).toEqual(written);
      }),
    );
  });
});

const valid: readonly Buffer[] = [
  startup(),
  startup({ CQL_VERSION: '3.0.0', COMPRESSION: 'lz4' }),
  request(0x05, hex('')),
  query('SELECT 1'),
  request(0x09, longStringBytes(preparedInsert.text)),
  request(0x0a, Buffer.concat([hex('0010'), preparedInsert.id, hex('0006 01 0002 00000004 00000001 ffffffff')])),
  request(0x0d, hex('01 0002 00 00000001 71 0000 00 00000001 72 0001 00000001 00 0006 00')),
  request(0x0b, Buffer.concat([hex('0001 000d'), Buffer.from('SCHEMA_CHANGE')])),
  request(0x0f, hex('00000004 00610062')),
];

/** Answers to v1 and v2 have headers of 8 bytes, with the length at 4 instead of 5 (data-plane facts 1.1). */
function bytesBehindWholeAnswers(written: Buffer): number {
  let at = 0;
  while (at < written.length) {
    const header = (written[at]! & 0x7f) <= 2 ? 8 : 9;
    if (written.length - at < header) break;
    const end = at + header + written.readInt32BE(at + header - 4);
    if (end > written.length) break;
    at = end;
  }
  return written.length - at;
}

describe('whatever comes', () => {
  const feed = async (wire: Wire, chunks: readonly Buffer[]): Promise<void> => {
    for (const chunk of chunks) wire.connection.receive(chunk);
    await wire.turn();
    expect(bytesBehindWholeAnswers(Buffer.concat(wire.writes))).toBe(0);
    wire.connection.closed();
    expect(wire.errors).toEqual([]);
  };
  const begin = fc.constantFrom(
    () => new Wire(),
    () => new Wire({ auth: { kind: 'open' } }),
    () => ready(),
    () => ready({ compression: 'lz4' }),
    () => ready({ compression: 'snappy' }),
  );

  it('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(begin, fc.array(bytes(60), { maxLength: 4 }), (open, chunks) => feed(open(), chunks)),
      { numRuns: 300 },
    );
  });

  it('valid frames with a few bytes changed, cut anywhere', async () => {
    const change = fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(
        begin,
        fc.array(fc.constantFrom(...valid), { minLength: 1, maxLength: 5 }),
        fc.array(change, { maxLength: 4 }),
        fc.integer({ min: 1, max: 80 }),
        async (open, frames, changes, cut) => {
          const all = Buffer.concat(frames);
          for (const [at, byte] of changes) all[at % all.length] = byte;
          const chunks: Buffer[] = [];
          for (let at = 0; at < all.length; at += cut) chunks.push(Buffer.from(all.subarray(at, at + cut)));
          await feed(open(), chunks);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('valid headers before random bodies', async () => {
    const frame = fc
      .tuple(fc.constantFrom(1, 5, 7, 9, 10, 11, 13, 15), bytes(40), fc.constantFrom(0, 1, 2, 4, 7))
      .map(([opcode, body, flags]) => request(opcode, body, { flags }));
    await fc.assert(
      fc.asyncProperty(begin, fc.array(frame, { minLength: 1, maxLength: 6 }), async (open, frames) => {
        const wire = open();
        const before = wire.answers.length;
        for (const chunk of frames) wire.connection.receive(chunk);
        await wire.turn();
        // every frame is answered, once
        expect(wire.answers.length - before).toBe(frames.length);
        await feed(wire, []);
      }),
      { numRuns: 500 },
    );
  });
});
