// A session that knows one kind of statement, SELECT * of a system table, and answers every other with "void": enough
// for drivers to connect, without the rest of the engine.

import { systemKeyspaceRecord } from '../../../../src/core/engine/catalog/reserved-keyspaces.js';
import { systemKeyspaces, systemTables } from '../../../../src/core/engine/catalog/system-tables.js';
import { invalid } from '../../../../src/core/engine/cql-error.js';
import type { Outcome, Session, SessionFactory, SessionRequest } from '../../../../src/core/engine/session/api.js';
import { ByteSink } from '../../../../src/core/lib/byte-sink.js';
import type { Clock } from '../../../../src/core/ports/clock.js';
import { realClock } from './ports.js';

const region = 'eu-west-1';

export function systemSessions(clock: Clock = realClock): SessionFactory & { readonly texts: string[] } {
  const view = {
    keyspaces: () => systemKeyspaces.map((name) => systemKeyspaceRecord(name, region)),
    tables: () => [],
    userTypes: () => [],
    droppedTables: () => [],
    tableEvents: () => [],
    schemaVersion: '00000000-0000-4000-8000-000000000001',
  };
  const arns = { keyspace: String, table: (a: string, b: string) => a + b, stream: (a: string, b: string) => a + b };
  const tables = systemTables(view, { region, clock, arns, hostId: '2b0c2d5e-38f6-4b6c-9c43-6a20cf0d8a55' });
  const texts: string[] = [];
  const query = (text: string, request: SessionRequest): Outcome => {
    texts.push(text);
    const name = /^\s*SELECT\s.*\sFROM\s+(\w+\.\w+)/i.exec(text)?.[1];
    if (name === undefined) return { kind: 'void' };
    const table = tables.find(({ schema }) => `${schema.keyspace}.${schema.name}` === name.toLowerCase());
    if (table === undefined) throw invalid(`unconfigured table ${name}`);
    const { schema } = table;
    const sink = new ByteSink(1024);
    let rowCount = 0;
    for (const row of table.rows(request)) {
      for (const value of row) sink.value(value);
      rowCount += 1;
    }
    const columns = schema.columns.map((column) => ({
      keyspace: schema.keyspace,
      table: schema.name,
      name: column.name,
      type: column.type,
    }));
    return { kind: 'rows', columns, rowCount, body: sink.copy() };
  };
  const open = (request: SessionRequest): Session => ({
    keyspace: undefined,
    prepare: () => {
      throw invalid('nothing is prepared here');
    },
    preparedById: () => {
      throw invalid('nothing is prepared here');
    },
    query: (text) => query(text, request),
    execute: () => ({ kind: 'void' }),
    batch: async () => ({ kind: 'void' }),
    close: () => undefined,
  });
  return { open, texts, onSchemaChange: () => () => undefined };
}
