// What the store itself says of its write-ahead log: the id that the log's files carry, and the last generation that is part of the
// data. Written in the transaction that takes the generation in.

import { randomBytes } from 'node:crypto';
import { storeIdBytes } from './log-record.js';

/** In the space `meta`. */
export const logKey = Buffer.from('log');

export interface LogState {
  readonly storeId: Buffer;
  readonly generation: number;
}

export const newLogState = (): LogState => ({ storeId: randomBytes(storeIdBytes), generation: 0 });

export function encodeLogState({ storeId, generation }: LogState): Buffer {
  const bytes = Buffer.alloc(storeIdBytes + 8);
  storeId.copy(bytes);
  bytes.writeBigUInt64BE(BigInt(generation), storeIdBytes);
  return bytes;
}

export function decodeLogState(bytes: Uint8Array | undefined): LogState | undefined {
  if (bytes === undefined) return undefined;
  const copy = Buffer.from(bytes);
  return { storeId: copy.subarray(0, storeIdBytes), generation: Number(copy.readBigUInt64BE(storeIdBytes)) };
}
