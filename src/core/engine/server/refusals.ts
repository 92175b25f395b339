// The errors with which a connection answers frames that it cannot take, in Cassandra 3.11's words.

import { type CqlError, invalid } from '../cql-error.js';
import { limits } from '../limits.js';
import { credentialsOpcode, requestName, responseName } from '../protocol/opcodes.js';
import { malformed } from '../protocol/reader.js';

export const tooBig = (bytes: number): CqlError =>
  invalid(`Request is too big: length ${bytes} exceeds maximum allowed length ${limits.frameBytes}.`);

export const negativeLength = (bytes: number): CqlError => malformed(`Invalid frame body length ${bytes}`);

export const mixedVersions = (got: number, had: number): CqlError =>
  malformed(
    `Invalid message version. Got ${got}/v${got} but previous messages on this connection had version ${had}/v${had}`,
  );

export const unexpected = (opcode: number, instead: string): CqlError =>
  malformed(`Unexpected message ${requestName(opcode)}, ${instead}`);

/** An opcode that no client may send. */
export function wrongOpcode(opcode: number, isResponse: boolean): CqlError {
  if (isResponse && requestName(opcode) !== undefined) {
    return malformed(
      `Wrong protocol direction (expected REQUEST, got RESPONSE) for opcode ${opcode} (${requestName(opcode)})`,
    );
  }
  const response = responseName(opcode);
  if (!isResponse && response !== undefined) {
    return malformed(`Wrong protocol direction (expected RESPONSE, got REQUEST) for opcode ${opcode} (${response})`);
  }
  if (opcode === credentialsOpcode) {
    return malformed(
      'Legacy credentials authentication is not supported in protocol versions > 1. Please use SASL authentication via a SaslResponse message',
    );
  }
  return malformed(`Unknown opcode ${opcode}`);
}
