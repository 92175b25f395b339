// From the body of a frame to the message in it: undoes compression and passes over the custom payload, which nothing here uses.

import type { Compressor } from './compression.js';
import { HeaderFlag, type Version } from './opcodes.js';
import { malformed, type Reader } from './reader.js';

/** Leaves `reader` at the begin of the message. Throws CqlError. */
export function unwrap(reader: Reader, flags: number, version: Version, compressor: Compressor | undefined): void {
  if ((flags & (HeaderFlag.compressed | HeaderFlag.customPayload)) === 0) return;
  if ((flags & HeaderFlag.compressed) !== 0) {
    // where none was agreed upon the flag says nothing, as on Cassandra 3.11
    if (compressor !== undefined) reader.over(compressor.decompress(reader.rest()));
  }
  if ((flags & HeaderFlag.customPayload) !== 0) {
    if (version === 3) throw malformed('Received frame with CUSTOM_PAYLOAD flag for native protocol version < 4');
    reader.bytesMap();
  }
}
