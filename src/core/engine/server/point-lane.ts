// EXECUTE of a prepared read of one row, from the bytes of the request to the bytes of the answer with nothing allocated
// between. Apart from connection.ts, which does the same for every request in objects; this one steps aside whenever it may.

import { LentParameters } from '../protocol/messages/lent-parameters.js';
import type { Version } from '../protocol/opcodes.js';
import type { Reader } from '../protocol/reader.js';
import type { PointReads } from '../session/api.js';
import type { Outbox } from './outbox.js';

const idBytes = 16;

export class PointLane {
  readonly #outbox: Outbox;
  readonly #parameters = new LentParameters();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Answers the EXECUTE that `request` stands at the begin of; false, with nothing done, when it is not for here. Throws CqlError. */
  answers(reads: PointReads, request: Reader, stream: number, version: Version): boolean {
    const { bytesRead: bytes, position: start, end } = request;
    const idAt = start + 2;
    if (end - idAt < idBytes || bytes[start] !== 0 || bytes[start + 1] !== idBytes) return false;
    const found = reads.find(bytes, idAt);
    const parameters = this.#parameters;
    if (found === undefined || !parameters.read(bytes, idAt + idBytes, end, version)) return false;
    const outbox = this.#outbox;
    outbox.openRows(stream, parameters.skipMetadata);
    try {
      reads.answer(found, parameters.consistency, parameters.values, outbox);
    } catch (error) {
      outbox.dropRows();
      throw error;
    }
    return true;
  }
}
