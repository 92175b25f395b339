// The CQL session port over the engine in process: no socket, the same statements, consistency and paging.

import { consistencyNumber, defaultConsistency } from '../../model/consistency.js';
import type { CqlValue } from '../../model/cql-value.js';
import type { CqlColumn, CqlOptions, CqlResult, CqlSession } from '../../ports/cql-session.js';
import { decodeValue } from './decode.js';
import type { Engine, EngineColumn, EngineOutcome, EnginePrepared, EngineRows } from './door.js';
import { encodeValue } from './encode.js';
import { mapEngineError } from './map-errors.js';
import { typeText } from './type-text.js';

/** Rows a page when nobody says: what drivers ask for. */
const defaultPageSize = 5000;

type EngineOptions = Parameters<ReturnType<Engine['sessions']['open']>['query']>[1];

export function engineSession(engine: Engine, region: string, user: string): CqlSession {
  const session = engine.sessions.open({ region, user });
  const run = async (work: () => EngineOutcome | Promise<EngineOutcome>): Promise<CqlResult> => {
    try {
      const answer = work();
      // rows are a view that the next statement overwrites: they are read before anything else can run
      return await ('then' in answer ? answer.then(resultOf) : resultOf(answer));
    } catch (error) {
      throw mapEngineError(error);
    }
  };
  return {
    get keyspace() {
      return session.keyspace;
    },
    host: 'in process',
    execute: (text, options = {}) => run(() => session.query(text, optionsOf(options))),
    async prepare(text) {
      let prepared: EnginePrepared;
      try {
        prepared = session.prepare(text);
      } catch (error) {
        throw mapEngineError(error);
      }
      return {
        text,
        bindColumns: prepared.bindColumns.map(columnOf),
        execute: (values, options = {}) =>
          run(() => session.execute(prepared, { ...optionsOf(options), values: bind(prepared, values) })),
      };
    },
    async close() {
      session.close();
    },
  };
}

const bind = (prepared: EnginePrepared, values: readonly CqlValue[]): readonly (Uint8Array | null)[] =>
  prepared.bindColumns.map((column, at) => encodeValue(column.type, values[at] ?? null));

function optionsOf(options: CqlOptions): EngineOptions {
  return {
    consistency: consistencyNumber(options.consistency ?? defaultConsistency) as EngineOptions['consistency'],
    ...(options.serialConsistency !== undefined && {
      serialConsistency: consistencyNumber(options.serialConsistency) as EngineOptions['consistency'],
    }),
    pageSize: options.pageSize ?? defaultPageSize,
    ...(options.pagingState !== undefined && { pagingState: Buffer.from(options.pagingState, 'base64') }),
  };
}

const columnOf = (column: EngineColumn): CqlColumn => ({
  keyspace: column.keyspace,
  table: column.table,
  name: column.name,
  type: typeText(column.type),
});

function resultOf(outcome: EngineOutcome): CqlResult {
  const common = {
    columns: [],
    rows: [],
    warnings: outcome.warnings ?? [],
    ...(outcome.consumed !== undefined && {
      consumed: { readUnits: outcome.consumed.readUnits, writeUnits: outcome.consumed.writeUnits },
    }),
  };
  switch (outcome.kind) {
    case 'void':
      return common;
    case 'set-keyspace':
      return { ...common, keyspace: outcome.keyspace };
    case 'schema-change': {
      const { change, target, keyspace, name } = outcome;
      return { ...common, schemaChange: { change, target, keyspace, ...(name !== undefined && { name }) } };
    }
    case 'rows':
      return {
        ...common,
        columns: outcome.columns.map(columnOf),
        rows: rowsOf(outcome),
        ...(outcome.pagingState !== undefined && { pagingState: outcome.pagingState.toString('base64') }),
      };
  }
}

/** Decodes at once: the engine's next statement overwrites the body. */
function rowsOf(outcome: EngineRows): readonly (readonly CqlValue[])[] {
  const body = Buffer.from(outcome.body.buffer, outcome.body.byteOffset, outcome.body.byteLength);
  const rows: (readonly CqlValue[])[] = [];
  let at = 0;
  for (let row = 0; row < outcome.rowCount; row++) {
    rows.push(
      outcome.columns.map((column) => {
        const length = body.readInt32BE(at);
        at += 4;
        if (length < 0) return null;
        const value = decodeValue(column.type, body.subarray(at, at + length));
        at += length;
        return value;
      }),
    );
  }
  return rows;
}
