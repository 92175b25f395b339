// RESULT: void, rows, set keyspace, prepared, schema change (data-plane facts 1.9). Rows are copied once, from the
// outcome's body into the sink of the connection.

import { assertNever } from '../../../lib/assert.js';
import type { ByteSink } from '../../../lib/byte-sink.js';
import type { ColumnSpec, Outcome, Prepared, RowsOutcome, SchemaChange } from '../../session/api.js';
import { beginFrame, endFrame, setFrameFlag } from '../frame.js';
import { HeaderFlag, Opcode, type Version } from '../opcodes.js';
import { malformed, type Reader } from '../reader.js';
import { writeShortBytes, writeString, writeWarnings } from '../write.js';
import {
  type BindMetadata,
  hasMorePages,
  type Metadata,
  type MetadataCache,
  noMetadata,
  readBindMetadata,
  readMetadata,
  writeBindMetadata,
  writeResultMetadata,
} from './metadata.js';
import { decodeSchemaChange, encodeSchemaChange } from './schema-change.js';

const voidKind = 1;
const rowsKind = 2;
const setKeyspaceKind = 3;
const preparedKind = 4;
const schemaChangeKind = 5;

export interface ResponseHeader {
  readonly version: Version;
  readonly stream: number;
}

function warn(
  sink: ByteSink,
  frame: number,
  { version }: ResponseHeader,
  warnings: readonly string[] | undefined,
): void {
  if (warnings === undefined || warnings.length === 0 || version < 4) return;
  setFrameFlag(sink, frame, HeaderFlag.warning);
  writeWarnings(sink, warnings);
}

/** A whole RESULT frame. `metadata` is undefined when the client asked to leave the columns out. */
export function writeOutcome(
  sink: ByteSink,
  header: ResponseHeader,
  outcome: Outcome,
  metadata: MetadataCache | undefined,
): void {
  const at = beginFrame(sink, header.version, header.stream, Opcode.result);
  warn(sink, at, header, outcome.warnings);
  switch (outcome.kind) {
    case 'void':
      sink.i32(voidKind);
      break;
    case 'rows':
      writeRows(sink, header.version, outcome, metadata);
      break;
    case 'set-keyspace':
      sink.i32(setKeyspaceKind);
      writeString(sink, outcome.keyspace);
      break;
    case 'schema-change':
      sink.i32(schemaChangeKind);
      encodeSchemaChange(sink, outcome);
      break;
    default:
      assertNever(outcome);
  }
  endFrame(sink, at);
}

/** The head of a frame whose rows follow, straight from the store; `endRows` wants what it gives, the place of the row count. */
export function beginRows(
  sink: ByteSink,
  header: ResponseHeader,
  columns: readonly ColumnSpec[],
  metadata: MetadataCache | undefined,
): number {
  beginFrame(sink, header.version, header.stream, Opcode.result);
  const encoded = metadata?.of(columns, header.version);
  sink.i32(rowsKind);
  sink.i32(encoded?.flags ?? noMetadata);
  sink.i32(columns.length);
  if (encoded !== undefined) sink.bytes(encoded.bytes);
  sink.i32(0);
  return sink.position - 4;
}

/** `start`: where the frame begins. */
export function endRows(sink: ByteSink, start: number, countAt: number, rowCount: number): void {
  sink.i32At(countAt, rowCount);
  endFrame(sink, start);
}

function writeRows(sink: ByteSink, version: Version, rows: RowsOutcome, metadata: MetadataCache | undefined): void {
  const columns = metadata?.of(rows.columns, version);
  const { pagingState } = rows;
  sink.i32(rowsKind);
  sink.i32((columns?.flags ?? noMetadata) | (pagingState === undefined ? 0 : hasMorePages));
  sink.i32(rows.columns.length);
  if (pagingState !== undefined) sink.value(pagingState);
  if (columns !== undefined) sink.bytes(columns.bytes);
  sink.i32(rows.rowCount);
  sink.bytes(rows.body);
}

/** The RESULT of PREPARE. */
export function writePrepared(sink: ByteSink, header: ResponseHeader, prepared: Prepared): void {
  const at = beginFrame(sink, header.version, header.stream, Opcode.result);
  warn(sink, at, header, prepared.preparing);
  sink.i32(preparedKind);
  writeShortBytes(sink, prepared.id);
  writeBindMetadata(sink, prepared, header.version);
  writeResultMetadata(sink, prepared.resultColumns, header.version);
  endFrame(sink, at);
}

export type Result =
  | { readonly kind: 'void' }
  | {
      readonly kind: 'rows';
      readonly metadata: Metadata;
      readonly rows: readonly (readonly (Buffer | null)[])[];
    }
  | { readonly kind: 'set-keyspace'; readonly keyspace: string }
  | {
      readonly kind: 'prepared';
      readonly id: Buffer;
      readonly bind: BindMetadata;
      readonly resultColumns?: readonly ColumnSpec[];
    }
  | SchemaChange;

/** The body after warnings. */
export function decodeResult(reader: Reader, version: Version): Result {
  const kind = reader.i32();
  switch (kind) {
    case voidKind:
      return { kind: 'void' };
    case rowsKind: {
      const metadata = readMetadata(reader);
      const rowCount = reader.i32();
      const rows = Array.from({ length: rowCount }, () =>
        Array.from({ length: metadata.columnCount }, () => reader.bytes()),
      );
      return { kind: 'rows', metadata, rows };
    }
    case setKeyspaceKind:
      return { kind: 'set-keyspace', keyspace: reader.string() };
    case preparedKind: {
      const id = reader.shortBytes();
      const bind = readBindMetadata(reader, version);
      const { columns } = readMetadata(reader);
      return { kind: 'prepared', id, bind, ...(columns === undefined ? {} : { resultColumns: columns }) };
    }
    case schemaChangeKind:
      return decodeSchemaChange(reader);
    default:
      throw malformed(`Unknown result kind ${kind}`);
  }
}
