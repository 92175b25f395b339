// The messages before a connection is ready: OPTIONS, STARTUP and authentication (data-plane facts 1.6 and 1.7). READY and
// OPTIONS have no body.

import type { ByteSink } from '../../../lib/byte-sink.js';
import { CqlError, ErrorCode } from '../../cql-error.js';
import { type Compressor, compressionNames, compressorOf } from '../compression.js';
import { beginFrame, endFrame } from '../frame.js';
import { Opcode } from '../opcodes.js';
import { malformed, type Reader } from '../reader.js';
import { writeString, writeStringMap, writeStringMultimap } from '../write.js';

export type StartupOptions = ReadonlyMap<string, string>;

/** Names in upper case, as Cassandra compares them. */
export const decodeStartup = (reader: Reader): StartupOptions =>
  new Map([...reader.stringMap()].map(([name, value]) => [name.toUpperCase(), value]));
export const encodeStartup = (sink: ByteSink, options: StartupOptions): void => writeStringMap(sink, options);

/** The agreed compression, or undefined for none; throws 0x000A for what the engine cannot speak. */
export function checkStartup(options: StartupOptions): Compressor | undefined {
  const cqlVersion = options.get('CQL_VERSION');
  if (cqlVersion === undefined) throw malformed('Missing value CQL_VERSION in STARTUP message');
  if (majorOf(cqlVersion) < 3) {
    throw malformed(
      `CQL version ${cqlVersion} is not supported by the binary protocol (supported version are >= 3.0.0)`,
    );
  }
  const wanted = options.get('COMPRESSION');
  if (wanted === undefined) return undefined;
  const compressor = compressorOf(wanted);
  if (compressor === undefined) throw malformed(`Unknown compression algorithm: ${wanted}`);
  return compressor;
}

const versionForm = /^(\d+)\.(\d+)(?:\.(\w+))?(?:-[.\w]+)?(?:[.+][.\w]+)?$/;
const intMax = 2 ** 31 - 1;

/** Throws 0x000A for what is no version [Cassandra 3.11 CassandraVersion]. */
function majorOf(version: string): number {
  const parts = versionForm.exec(version);
  const [major, minor, patch = '0'] = parts?.slice(1) ?? [];
  const isVersion = [major, minor, patch].every((part) => /^\d+$/.test(part ?? '') && Number(part) <= intMax);
  if (!isVersion) throw malformed(`Invalid version value: ${version}`);
  return Number(major);
}

/** What OPTIONS is answered with. */
const supported = new Map<string, readonly string[]>([
  ['PROTOCOL_VERSIONS', ['3/v3', '4/v4']],
  ['COMPRESSION', compressionNames],
  ['CQL_VERSION', ['3.4.4']],
]);

/** The class that the AUTHENTICATE message names; gocql takes only names that it knows. */
const authenticatorClass = 'com.amazon.helenus.auth.HelenusAuthenticator';

/** AUTH_RESPONSE, AUTH_CHALLENGE and AUTH_SUCCESS: one [bytes]. */
export const decodeToken = (reader: Reader): Buffer | null => reader.bytes();

export type HandshakeAnswer =
  | { readonly kind: 'ready' | 'supported' | 'authenticate' }
  | { readonly kind: 'challenge' | 'success'; readonly token: Uint8Array | null };

const answerOpcodes = {
  ready: Opcode.ready,
  supported: Opcode.supported,
  authenticate: Opcode.authenticate,
  challenge: Opcode.authChallenge,
  success: Opcode.authSuccess,
} as const;

/** A response frame of one of the messages above. */
export function writeHandshake(
  sink: ByteSink,
  header: { readonly version: number; readonly stream: number },
  answer: HandshakeAnswer,
): void {
  const at = beginFrame(sink, header.version, header.stream, answerOpcodes[answer.kind]);
  switch (answer.kind) {
    case 'ready':
      break;
    case 'supported':
      writeStringMultimap(sink, supported);
      break;
    case 'authenticate':
      writeString(sink, authenticatorClass);
      break;
    default:
      sink.value(answer.token);
  }
  endFrame(sink, at);
}

/** 0x0100. */
export const badCredentials = (message: string): CqlError => new CqlError(ErrorCode.badCredentials, message);
