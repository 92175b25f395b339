// cqlsh and AWS's cqlsh-expansion: schema, statements, the shell's own commands, COPY both ways, DESCRIBE, TLS.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat, pause, run } from './outcomes.mjs';

const consistency = 'CONSISTENCY LOCAL_QUORUM\n';
const columns = '(id, at, body, history, notes, tags, place)';
const definition = (name) =>
  `CREATE TABLE IF NOT EXISTS ${name} (id int, at int, body text, history list<int>, notes map<text, text>, ` +
  'tags set<text>, place frozen<address>, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC);\n';

/** One line of a CSV file as COPY writes it. */
const line = (n) =>
  `${n % 50},${n},"body, ${n}","[${n}, ${n + 1}]",{'a': '${n}'},"{'x', 'y'}","{street: 'S ${n}', number: ${n}}"`;
const sorted = (path) => readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1).sort();

function schema(name, shell, keyspace) {
  shell(
    `${name}: create keyspace`,
    `${consistency}CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH REPLICATION = {'class': 'SingleRegionStrategy'};\n`,
  );
  pause();
  shell(
    `${name}: create type`,
    `${consistency}USE ${keyspace};\nCREATE TYPE IF NOT EXISTS address (street text, number int);\n`,
  );
  pause();
  const tables = ['notes', 'again'].map(definition).join('');
  shell(`${name}: create tables`, `${consistency}USE ${keyspace};\n${tables}`);
  pause();
}

function commands(name, shell, keyspace, folder) {
  const source = join(folder, `${keyspace}.cql`);
  const captured = join(folder, `${keyspace}.txt`);
  // a sourced file begins at ONE again, which Amazon Keyspaces does not write at
  writeFileSync(source, `${consistency}INSERT INTO ${keyspace}.notes (id, at, body) VALUES (100, 3, 'from a file');\n`);
  const script = `${consistency}INSERT INTO ${keyspace}.notes (id, at, body, place) VALUES (100, 1, 'first', {street: 'Main', number: 7});
INSERT INTO ${keyspace}.notes (id, at, body) VALUES (100, 2, 'second');
SOURCE '${source}'
PAGING 2
SELECT id, at, body FROM ${keyspace}.notes WHERE id = 100;
PAGING OFF
EXPAND ON
SELECT at, place FROM ${keyspace}.notes WHERE id = 100 AND at = 1;
EXPAND OFF
CONSISTENCY
CAPTURE '${captured}'
SELECT body FROM ${keyspace}.notes WHERE id = 100 AND at = 2;
CAPTURE OFF
SHOW VERSION
`;
  const expect = [
    'first',
    'from a file',
    '(3 rows)',
    '@ Row 1',
    "{street: 'Main', number: 7}",
    'is LOCAL_QUORUM',
    'Cassandra 3.11.2',
  ];
  shell(`${name}: SOURCE, PAGING, EXPAND, CONSISTENCY, SHOW`, script, expect);
  const text = readFileSync(captured, 'utf8');
  expectThat(`${name}: CAPTURE`, text.includes('second') && !text.includes('first'), text);
}

/** 1,000 rows from a file, into a file, from that file into a second table, and out again. */
function copies(name, shell, keyspace, folder) {
  const path = (what) => join(folder, `${keyspace}-${what}.csv`);
  writeFileSync(path('in'), Array.from({ length: 1000 }, (_, n) => `${line(n)}\n`).join(''));
  const script = `${consistency}COPY ${keyspace}.again ${columns} FROM '${path('in')}';
COPY ${keyspace}.again ${columns} TO '${path('out')}' WITH HEADER = true;
`;
  shell(`${name}: COPY FROM and TO`, script, ['1000 rows imported from 1 files', '1000 rows exported to 1 files']);
  const out = sorted(path('out'));
  const wanted = Array.from({ length: 1000 }, (_, n) => line(n)).sort();
  expectThat(`${name}: COPY gives back every row`, out.join() === wanted.join(), out.slice(0, 3).join('\n'));
}

function describes(name, shell, keyspace) {
  const body = ['history list<int>', 'notes map<text, text>', 'place frozen<address>', 'CLUSTERING ORDER BY (at DESC)'];
  shell(`${name}: DESCRIBE KEYSPACE`, `DESCRIBE KEYSPACE ${keyspace};\n`, [
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '3'}`,
    `CREATE TYPE ${keyspace}.address (`,
    `CREATE TABLE ${keyspace}.notes (`,
    ...body,
  ]);
  shell(`${name}: DESCRIBE TABLE`, `DESCRIBE TABLE ${keyspace}.notes;\n`, ['PRIMARY KEY (id, at)', ...body]);
  shell(`${name}: DESCRIBE TYPE`, `DESCRIBE TYPE ${keyspace}.address;\n`, ['street text', 'number int']);
  shell(`${name}: DESCRIBE TABLES`, `USE ${keyspace};\nDESCRIBE TABLES;\n`, ['again', 'notes']);
}

/** `describing`: this shell reads the schema itself; cqlsh leaves that to servers of release 4 and later. */
export function shellChecks(name, command, { open, locked, folder, describing }) {
  const keyspace = name.replace(/\W/g, '');
  const at = ['127.0.0.1', open.KS_CQL_PORT];
  const shell = (what, input, expect = []) => run(what, command, at, { input, expect });
  schema(name, shell, keyspace);
  commands(name, shell, keyspace, folder);
  copies(name, shell, keyspace, folder);
  if (describing) describes(name, shell, keyspace);
  run(
    `${name}: --ssl, password`,
    command,
    ['127.0.0.1', locked.KS_TLS_PORT, '--ssl', '-u', locked.KS_USER, '-p', locked.KS_PASSWORD],
    {
      input: 'SELECT release_version FROM system.local;\n',
      env: { SSL_CERTFILE: locked.KS_CA },
      expect: ['3.11.2'],
    },
  );
}
