// Random requests as drivers write them: every opcode, parameters in all combinations, values of right and wrong lengths.

import { Opcode } from '../../src/core/engine/protocol/opcodes.js';
import { Reader } from '../../src/core/engine/protocol/reader.js';
import type { Dice } from '../differential/dice.js';
import { mutateBytes, randomBytes } from './mutate.js';

/** A prepared statement: how to name it, and the type codes of its values, as far as they were read. */
export interface PreparedStatement {
  readonly id: Buffer;
  readonly types: readonly number[];
}
export interface Known {
  readonly texts: readonly string[];
  readonly prepared: readonly PreparedStatement[];
}

const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
const i32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const i64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt.asIntN(64, value));
  return bytes;
};
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value).subarray(0, 0xffff);
  return Buffer.concat([u16(bytes.length), bytes]);
};
const longText = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([i32(bytes.length), bytes]);
};
const shortBytes = (bytes: Buffer): Buffer => Buffer.concat([u16(bytes.length), bytes]);

export function frame(opcode: number, body: Buffer, stream: number, flags = 0, version = 4): Buffer {
  const header = Buffer.from([version, flags, (stream >> 8) & 0xff, stream & 0xff, opcode, 0, 0, 0, 0]);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

export const startup = (options: Readonly<Record<string, string>> = { CQL_VERSION: '3.0.0' }): Buffer => {
  const entries = Object.entries(options);
  return Buffer.concat([u16(entries.length), ...entries.flatMap(([key, value]) => [text(key), text(value)])]);
};

export const query = (statement: string, stream: number, parameters = Buffer.from([0, 6, 0])): Buffer =>
  frame(Opcode.query, Buffer.concat([longText(statement), parameters]), stream);

export const prepare = (statement: string, stream: number): Buffer =>
  frame(Opcode.prepare, longText(statement), stream);

/** Lengths of the types of fixed width, by their code in the protocol. */
const widths = new Map([
  [0x02, 8],
  [0x04, 1],
  [0x05, 8],
  [0x07, 8],
  [0x08, 4],
  [0x09, 4],
  [0x0b, 8],
  [0x0c, 16],
  [0x0f, 16],
  [0x11, 4],
  [0x12, 8],
  [0x13, 2],
  [0x14, 1],
]);

/** A value that fits the type, mostly. */
function typedValue(dice: Dice, type: number): Buffer {
  const width = widths.get(type);
  if (width === undefined || dice.chance(0.1)) return value(dice);
  const bytes = dice.chance(0.3) ? randomBytes(dice, width) : Buffer.alloc(width);
  if (dice.chance(0.7)) bytes[width - 1] = dice.below(4);
  if (type === 0x0f) bytes[6] = 0x10;
  return Buffer.concat([i32(width), bytes]);
}

function value(dice: Dice): Buffer {
  const bytes = (content: Buffer) => Buffer.concat([i32(content.length), content]);
  switch (dice.below(10)) {
    case 0:
      return i32(-1);
    case 1:
      return i32(-2);
    case 2:
      return bytes(Buffer.alloc(0));
    case 3:
    case 4:
      return bytes(i32(dice.below(4)));
    case 5:
      return bytes(i64(BigInt(dice.below(1000)) * 4_611_686_018_427_387n));
    case 6:
      return bytes(Buffer.from(dice.pick(['a', 'xyz', 'é', '{"p": 1, "c": 2}', 'x'.repeat(dice.below(3000))])));
    case 7: {
      // a list, set or map, whole or damaged
      const items = Array.from({ length: dice.below(4) }, () => bytes(randomBytes(dice, dice.pick([0, 1, 4, 4, 8]))));
      const list = Buffer.concat([i32(dice.chance(0.8) ? items.length : dice.below(9) - 2), ...items]);
      return bytes(dice.chance(0.3) && list.length > 0 ? mutateBytes(dice, list) : list);
    }
    case 8:
      return bytes(randomBytes(dice, 16));
    default:
      return bytes(randomBytes(dice, dice.below(20)));
  }
}

const consistencies = [0, 1, 2, 4, 5, 6, 6, 6, 6, 6, 8, 9, 10, 11, 0xffff];
export const values = (dice: Dice, types: readonly number[]): Buffer =>
  Buffer.concat([u16(types.length), ...types.map((type) => typedValue(dice, type))]);
/** Types that nobody knows. */
export const unknown = (count: number): readonly number[] => new Array<number>(count).fill(-1);

function parameters(dice: Dice, types: readonly number[]): Buffer {
  const flags = dice.chance(0.7)
    ? (types.length > 0 ? 0x01 : 0) | dice.pick([0, 0x04, 0x20, 0x24, 0x02])
    : dice.below(256);
  const parts = [u16(dice.pick(consistencies)), Buffer.from([flags])];
  if ((flags & 0x01) !== 0) parts.push(values(dice, dice.chance(0.9) ? types : unknown(dice.below(12))));
  if ((flags & 0x04) !== 0) parts.push(i32(dice.pick([0, -1, 1, 2, 5000, 0x7fffffff, -0x80000000])));
  if ((flags & 0x08) !== 0) parts.push(longText(''), randomBytes(dice, dice.below(40)));
  if ((flags & 0x10) !== 0) parts.push(u16(dice.pick([8, 9, 1])));
  if ((flags & 0x20) !== 0) parts.push(i64(dice.pick([0n, 1n, -1n, -(2n ** 63n), 2n ** 63n - 1n])));
  return Buffer.concat(parts);
}

function child(dice: Dice, known: Known): Buffer {
  if (dice.chance(0.5) && known.prepared.length > 0) {
    const { id, types } = dice.pick(known.prepared);
    return Buffer.concat([Buffer.from([1]), shortBytes(id), values(dice, types)]);
  }
  return Buffer.concat([Buffer.from([0]), longText(dice.pick(known.texts)), values(dice, unknown(dice.below(3)))]);
}

/** A request that is whole, though not always right. */
export function randomFrame(dice: Dice, known: Known, stream: number): Buffer {
  const flags = dice.chance(0.95) ? 0 : dice.below(256);
  const make = (opcode: number, body: Buffer) => frame(opcode, body, stream, flags);
  switch (dice.below(12)) {
    case 0:
      return make(Opcode.options, Buffer.alloc(0));
    case 1:
      return make(
        Opcode.startup,
        startup(dice.pick([{ CQL_VERSION: '3.0.0' }, {}, { CQL_VERSION: 'x', COMPRESSION: 'lz4' }])),
      );
    case 2:
      return make(Opcode.register, Buffer.concat([u16(2), text('SCHEMA_CHANGE'), text('TOPOLOGY_CHANGE')]));
    case 3:
      return make(Opcode.prepare, longText(dice.pick(known.texts)));
    case 4:
      return make(Opcode.authResponse, longText('\0user\0password'));
    case 5:
    case 6:
      return make(
        Opcode.query,
        Buffer.concat([longText(dice.pick(known.texts)), parameters(dice, unknown(dice.below(4)))]),
      );
    case 7: {
      const count = dice.below(5);
      const children = Array.from({ length: count }, () => child(dice, known));
      return make(
        Opcode.batch,
        Buffer.concat([Buffer.from([dice.below(4)]), u16(count), ...children, u16(6), Buffer.from([0])]),
      );
    }
    default: {
      if (known.prepared.length === 0) return make(Opcode.options, Buffer.alloc(0));
      const { id, types } = dice.pick(known.prepared);
      return make(Opcode.execute, Buffer.concat([shortBytes(id), parameters(dice, types)]));
    }
  }
}

/** A page of one or two rows, from `state` on. */
export function pageQuery(dice: Dice, statement: string, stream: number, state: Buffer | undefined): Buffer {
  const tail = state === undefined ? [] : [i32(state.length), state];
  const head = Buffer.from([0, 6, state === undefined ? 0x04 : 0x0c]);
  return query(statement, stream, Buffer.concat([head, i32(dice.between(1, 2)), ...tail]));
}

/** The paging state of a rows answer that has more. */
export function pagingStateOf(body: Buffer): Buffer | undefined {
  const reader = new Reader().over(body);
  if (reader.i32() !== 2 || (reader.i32() & 2) === 0) return undefined;
  reader.i32();
  return Buffer.from(reader.bytes() ?? []);
}

/** What a PREPARED answer tells; types after one that is more than a code are not read. */
export function readPrepared(body: Buffer): PreparedStatement {
  const reader = new Reader().over(body);
  reader.i32();
  const id = Buffer.from(reader.shortBytes());
  const isGlobal = (reader.i32() & 1) !== 0;
  const count = reader.i32();
  for (let keys = reader.i32(); keys > 0; keys--) reader.u16();
  if (isGlobal && count > 0) for (let names = 2; names > 0; names--) reader.string();
  const types = new Array<number>(count).fill(-1);
  for (let n = 0; n < count; n++) {
    for (let names = isGlobal ? 1 : 3; names > 0; names--) reader.string();
    const code = reader.u16();
    if (code === 0 || code >= 0x20) break;
    types[n] = code;
  }
  return { id, types };
}
