// Paging state: where the next page goes on, sealed with the fingerprint of its statement, so that a state of another one, and one that
// was cut or changed, is refused. Opaque to clients. Apart so that its layout has one reader and one writer.

import { CqlError, ErrorCode } from '../cql-error.js';

/** Where a page ended. */
export interface PageState {
  /** Rows still allowed by LIMIT; -1 without one. */
  readonly remaining: number;
  /** Rows given of the partition where the page ended, for PER PARTITION LIMIT and DISTINCT. */
  readonly inPartition: number;
  /** The serialised key of that partition; empty when nothing is counted by partition. */
  readonly partition: Uint8Array;
  /** Which subquery of an IN, or which row of a virtual table, comes next. */
  readonly subquery: number;
  /** RowView.position of the last row read in it; empty when it has not begun. */
  readonly after: Uint8Array;
}

const version = 2;
const headBytes = 19;
const sealEnd = 5;

/** [1] version, [4] seal, [4] remaining, [4] in partition, [4] subquery, [2] n, n bytes of partition key, position. */
export function encodePageState(fingerprint: number, state: PageState): Buffer {
  const { partition } = state;
  const out = Buffer.allocUnsafe(headBytes + partition.length + state.after.length);
  out[0] = version;
  out.writeInt32BE(state.remaining, 5);
  out.writeInt32BE(state.inPartition, 9);
  out.writeUInt32BE(state.subquery, 13);
  out.writeUInt16BE(partition.length, 17);
  out.set(partition, headBytes);
  out.set(state.after, headBytes + partition.length);
  out.writeUInt32BE(sealOf(fingerprint, out), 1);
  return out;
}

export function decodePageState(fingerprint: number, bytes: Buffer): PageState {
  if (bytes.length < headBytes || bytes[0] !== version || bytes.readUInt32BE(1) !== sealOf(fingerprint, bytes)) {
    throw new CqlError(ErrorCode.protocol, 'Invalid value for the paging state');
  }
  const length = bytes.readUInt16BE(17);
  const state = {
    remaining: bytes.readInt32BE(5),
    inPartition: bytes.readInt32BE(9),
    subquery: bytes.readUInt32BE(13),
    partition: bytes.subarray(headBytes, headBytes + length),
    after: bytes.subarray(headBytes + length),
  };
  if (bytes.length < headBytes + length || state.remaining < -1 || state.inPartition < 0) {
    throw new CqlError(ErrorCode.protocol, 'Invalid value for the paging state');
  }
  return state;
}

/** The statement's hash, gone on with over what follows the seal. */
function sealOf(fingerprint: number, bytes: Buffer): number {
  let hash = fingerprint;
  for (let i = sealEnd; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, fnvPrime);
  return hash >>> 0;
}

const fnvPrime = 0x01000193;

/** FNV-1a of keyspace and text: enough to refuse the state of another statement. */
export function fingerprintOf(keyspace: string | undefined, text: string): number {
  let hash = 0x811c9dc5;
  const mix = (part: string): void => {
    for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), fnvPrime);
  };
  mix(keyspace ?? '');
  mix('\u0000');
  mix(text);
  return hash >>> 0;
}
