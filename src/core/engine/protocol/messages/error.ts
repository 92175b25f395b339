// ERROR bodies: code, text, and the fields of the code (data-plane facts 1.11). v3 has no read, write or function
// failure and gets what Cassandra sends in their place.

import type { ByteSink } from '../../../lib/byte-sink.js';
import { Consistency } from '../../consistency.js';
import { CqlError, type CqlErrorDetails, ErrorCode } from '../../cql-error.js';
import { beginFrame, endFrame, setFrameFlag, unsupportedVersionText } from '../frame.js';
import { HeaderFlag, Opcode, responseBit, versions } from '../opcodes.js';
import type { Reader } from '../reader.js';
import { writeMessageText, writeShortBytes, writeString, writeStringList, writeWarnings } from '../write.js';

/** A whole ERROR frame. `version` may be one that the server does not speak: then the error has no fields. */
export function writeError(
  sink: ByteSink,
  header: { readonly version: number; readonly stream: number },
  error: CqlError,
): void {
  const at = beginFrame(sink, header.version, header.stream, Opcode.error);
  const { warnings } = error.details;
  if (warnings !== undefined && warnings.length > 0 && header.version >= 4) {
    setFrameFlag(sink, at, HeaderFlag.warning);
    writeWarnings(sink, warnings);
  }
  encodeError(sink, error, header.version);
  endFrame(sink, at);
}

/** The answer to a first byte of a version that the server does not speak. v1 and v2 clients are answered in their own
 * version, whose header has one byte for the stream; all others in the highest of the server. The stream is 0 whatever
 * the client's was, as Cassandra has it (measured on 3.11.19): gocql 2 tries a lower version only then. */
export function writeRefusal(sink: ByteSink, version: number): void {
  const error = new CqlError(ErrorCode.protocol, unsupportedVersionText(version));
  if (version !== 1 && version !== 2) {
    writeError(sink, { version: versions.highest, stream: 0 }, error);
    return;
  }
  sink.u8(version | responseBit);
  sink.u8(0);
  sink.u8(0);
  sink.u8(Opcode.error);
  const lengthAt = sink.position;
  sink.i32(0);
  encodeError(sink, error, version);
  sink.i32At(lengthAt, sink.position - lengthAt - 4);
}

const v3Codes = new Map<ErrorCode, ErrorCode>([
  [ErrorCode.readFailure, ErrorCode.readTimeout],
  [ErrorCode.writeFailure, ErrorCode.writeTimeout],
  [ErrorCode.functionFailure, ErrorCode.invalid],
]);

function encodeError(sink: ByteSink, error: CqlError, version: number): void {
  const code = (version < 4 ? v3Codes.get(error.code) : undefined) ?? error.code;
  sink.i32(code);
  writeMessageText(sink, error.message);
  encodeDetails(sink, code, error.details);
}

function encodeDetails(sink: ByteSink, code: ErrorCode, details: CqlErrorDetails): void {
  switch (code) {
    case ErrorCode.unavailable:
    case ErrorCode.writeTimeout:
    case ErrorCode.readTimeout:
    case ErrorCode.readFailure:
    case ErrorCode.writeFailure:
      encodeReplicas(sink, code, details);
      return;
    case ErrorCode.functionFailure:
      writeString(sink, details.keyspace ?? '');
      writeString(sink, details.functionName ?? '');
      writeStringList(sink, details.argumentTypes ?? []);
      return;
    case ErrorCode.alreadyExists:
      writeString(sink, details.keyspace ?? '');
      writeString(sink, details.table ?? '');
      return;
    case ErrorCode.unprepared:
      writeShortBytes(sink, details.preparedId ?? new Uint8Array(0));
      return;
    default:
  }
}

/** The errors that tell how many replicas answered. Unavailable has the two numbers the other way round. */
function encodeReplicas(sink: ByteSink, code: ErrorCode, details: CqlErrorDetails): void {
  const received = details.received ?? 0;
  const blockFor = details.blockFor ?? 2;
  sink.u16(details.consistency ?? Consistency.localQuorum);
  sink.i32(code === ErrorCode.unavailable ? blockFor : received);
  sink.i32(code === ErrorCode.unavailable ? received : blockFor);
  if (code === ErrorCode.readFailure || code === ErrorCode.writeFailure) sink.i32(Math.max(0, blockFor - received));
  if (code === ErrorCode.readTimeout || code === ErrorCode.readFailure) sink.u8(details.dataPresent === true ? 1 : 0);
  if (code === ErrorCode.writeTimeout || code === ErrorCode.writeFailure) {
    writeString(sink, details.writeType ?? 'SIMPLE');
  }
}

export function decodeError(reader: Reader): CqlError {
  const code = reader.i32() as ErrorCode;
  const message = reader.string();
  return new CqlError(code, message, decodeDetails(reader, code));
}

function decodeDetails(reader: Reader, code: ErrorCode): CqlErrorDetails {
  switch (code) {
    case ErrorCode.unavailable: {
      const consistency = reader.u16();
      const blockFor = reader.i32();
      return { consistency, blockFor, received: reader.i32() };
    }
    case ErrorCode.writeTimeout:
    case ErrorCode.readTimeout:
    case ErrorCode.readFailure:
    case ErrorCode.writeFailure: {
      const replicas = { consistency: reader.u16(), received: reader.i32(), blockFor: reader.i32() };
      if (code === ErrorCode.readFailure || code === ErrorCode.writeFailure) reader.i32();
      return code === ErrorCode.readTimeout || code === ErrorCode.readFailure
        ? { ...replicas, dataPresent: reader.u8() !== 0 }
        : { ...replicas, writeType: reader.string() };
    }
    case ErrorCode.functionFailure:
      return { keyspace: reader.string(), functionName: reader.string(), argumentTypes: reader.stringList() };
    case ErrorCode.alreadyExists:
      return { keyspace: reader.string(), table: reader.string() };
    case ErrorCode.unprepared:
      return { preparedId: reader.shortBytes() };
    default:
      return {};
  }
}
