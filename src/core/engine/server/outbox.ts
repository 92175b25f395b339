// The answers of a connection that wait to be sent. They are written one after another into one sink and leave
// together; the sink's memory is used again as soon as the transport allows it.

import { ByteSink } from '../../lib/byte-sink.js';
import type { CqlError } from '../cql-error.js';
import type { Compressor } from '../protocol/compression.js';
import { writeError, writeRefusal } from '../protocol/messages/error.js';
import { type StatusChange, writeSchemaEvent, writeStatusEvent } from '../protocol/messages/events.js';
import { type HandshakeAnswer, writeHandshake } from '../protocol/messages/handshake.js';
import type { MetadataCache } from '../protocol/messages/metadata.js';
import { beginRows, endRows, writeOutcome, writePrepared } from '../protocol/messages/result.js';
import { HeaderFlag, headerBytes, type Version, versions } from '../protocol/opcodes.js';
import type { ColumnSpec, Outcome, Prepared, RowsTarget, SchemaChange } from '../session/api.js';

/** Where a connection's answers go. */
export interface Transport {
  /** True when the bytes were taken at once, so that their memory may be written over. */
  write(bytes: Buffer): boolean;
  /** Bytes given to `write` that have not left yet. */
  backlogBytes(): number;
  /** Stops and starts the calls of `receive`. */
  pause(): void;
  resume(): void;
  /** Closes when everything written has left. */
  end(): void;
}

const sinkBytes = 16 * 1024;
/** A sink that grew larger is not kept. */
const sinkKeptBytes = 1024 * 1024;
/** Smaller bodies only grow by being compressed. */
const compressedBodyBytesMin = 64;

export class Outbox implements RowsTarget {
  /** Agreed in STARTUP, for what follows its answer. */
  compressor: Compressor | undefined;
  readonly #sink = new ByteSink(sinkBytes);
  readonly #transport: Transport;
  readonly #metadata: MetadataCache;
  /** Of the answer being written; one object for all. */
  readonly #header: { version: Version; stream: number } = { version: versions.highest, stream: 0 };

  // of the answer with rows being written
  #skipMetadata = false;
  #rowsStart = 0;
  #rowsCountAt = 0;

  constructor(transport: Transport, metadata: MetadataCache) {
    this.#transport = transport;
    this.#metadata = metadata;
  }

  /** The connection's version, once its first frame has told it. */
  set version(version: Version) {
    this.#header.version = version;
  }

  get waitingBytes(): number {
    return this.#sink.position;
  }

  outcome(stream: number, outcome: Outcome, skipMetadata: boolean): void {
    const start = this.#sink.position;
    this.#header.stream = stream;
    try {
      writeOutcome(this.#sink, this.#header, outcome, skipMetadata ? undefined : this.#metadata);
    } catch (error) {
      this.#sink.position = start;
      throw error;
    }
    if (this.compressor !== undefined) this.#compress(start, this.compressor);
  }

  /** Before the RowsTarget methods: whose answer it is. */
  openRows(stream: number, skipMetadata: boolean): void {
    this.#header.stream = stream;
    this.#skipMetadata = skipMetadata;
    this.#rowsStart = this.#sink.position;
  }

  beginRows(columns: readonly ColumnSpec[]): ByteSink {
    this.#rowsCountAt = beginRows(this.#sink, this.#header, columns, this.#skipMetadata ? undefined : this.#metadata);
    return this.#sink;
  }

  endRows(rowCount: number): void {
    endRows(this.#sink, this.#rowsStart, this.#rowsCountAt, rowCount);
    if (this.compressor !== undefined) this.#compress(this.#rowsStart, this.compressor);
  }

  /** Nothing of an answer that failed stays. */
  dropRows(): void {
    this.#sink.position = this.#rowsStart;
  }

  prepared(stream: number, prepared: Prepared): void {
    this.#frame(stream, () => writePrepared(this.#sink, this.#header, prepared));
  }

  handshake(stream: number, answer: HandshakeAnswer): void {
    this.#frame(stream, () => writeHandshake(this.#sink, this.#header, answer));
  }

  schemaEvent(change: SchemaChange): void {
    this.#frame(0, () => writeSchemaEvent(this.#sink, this.#header.version, change));
  }

  statusEvent(change: StatusChange): void {
    this.#frame(0, () => writeStatusEvent(this.#sink, this.#header.version, change));
  }

  error(stream: number, error: CqlError): void {
    this.#frame(stream, () => writeError(this.#sink, this.#header, error));
  }

  /** The answer to a version that is not spoken here. */
  refusal(version: number): void {
    writeRefusal(this.#sink, version);
  }

  flush(): void {
    const sink = this.#sink;
    if (sink.position === 0) return;
    const reusable = this.#transport.write(sink.view());
    if (!reusable || sink.buffer.length > sinkKeptBytes) sink.buffer = Buffer.allocUnsafeSlow(sinkBytes);
    sink.reset();
  }

  /** When `write` throws, nothing of what it wrote stays. */
  #frame(stream: number, write: () => void): void {
    const start = this.#sink.position;
    this.#header.stream = stream;
    try {
      write();
    } catch (error) {
      this.#sink.position = start;
      throw error;
    }
    if (this.compressor !== undefined) this.#compress(start, this.compressor);
  }

  /** Compresses the body of the one frame that begins at `start`, when that makes it smaller. */
  #compress(start: number, compressor: Compressor): void {
    const sink = this.#sink;
    const bodyStart = start + headerBytes;
    const bodyLength = sink.position - bodyStart;
    if (bodyLength < compressedBodyBytesMin) return;
    const smaller = compressor.compress(sink.buffer.subarray(bodyStart, sink.position));
    if (smaller.length >= bodyLength) return;
    sink.position = bodyStart;
    sink.bytes(smaller);
    sink.i32At(start + 5, smaller.length);
    sink.buffer[start + 1] = sink.buffer[start + 1]! | HeaderFlag.compressed;
  }
}
