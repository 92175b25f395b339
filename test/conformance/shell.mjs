// cqlsh and AWS's cqlsh-expansion: schema, statements, the shell's own commands, COPY both ways, DESCRIBE, TLS.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat, pause, printed, run } from './outcomes.mjs';

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

const everyType =
  'k int, c timeuuid, a ascii, b bigint, bl blob, bo boolean, d date, de decimal, dou double, f float, i inet, si smallint, ' +
  't text, ti time, ts timestamp, ty tinyint, u uuid, vi varint, l list<text>, se set<int>, m map<text, int>, ' +
  'fl frozen<list<int>>, tu tuple<int, text>, ud frozen<address>, st text static, "Mixed Case" text, PRIMARY KEY (k, c)';
const everyValue = [
  ...[
    '1',
    '13814000-1dd2-11b2-8080-808080808080',
    "'asc'",
    '9223372036854775807',
    '0xdeadbeef',
    'true',
    "'2020-02-29'",
  ],
  ...[
    '123456789012345678901234567890.12345',
    '1.5e300',
    '0.1',
    "'2001:db8::1'",
    '-32768',
    `'quote '' and "dq", comma;'`,
  ],
  ...["'23:59:59.999999999'", "'2020-01-01 00:00:00.123+0000'", '-128', '123e4567-e89b-12d3-a456-426614174000'],
  ...['-99999999999999999999999999999999999999', "['a', 'b,c', 'it''s']", '{3, 1, 2}', "{'x': 1, 'y, z': 2}", '[1, 2]'],
  ...["(1, 'two')", "{street: 'Main', number: 5}", "'stat'", "'mc'"],
];

/** A row of every type, and one of nulls, from one table through a file into another. */
function everyTypeCopied(name, shell, keyspace, folder) {
  const file = (n) => join(folder, `${keyspace}-every-${n}.csv`);
  const names = everyType.replace(', PRIMARY KEY (k, c)', '').replace(/ (?:[a-z]+<.*?>+|\w+(?: static)?)(?=,|$)/g, '');
  const tables = ['every', 'others'].map((table) => `CREATE TABLE ${keyspace}.${table} (${everyType});\n`).join('');
  shell(`${name}: tables of every type`, `${consistency}${tables}`);
  pause();
  const script = `${consistency}INSERT INTO ${keyspace}.every (${names}) VALUES (${everyValue.join()});
INSERT INTO ${keyspace}.every (k, c) VALUES (2, 13814000-1dd2-11b2-8080-808080808081);
COPY ${keyspace}.every TO '${file(1)}' WITH HEADER = true;
COPY ${keyspace}.others FROM '${file(1)}' WITH HEADER = true;
COPY ${keyspace}.others TO '${file(2)}' WITH HEADER = true;
EXPAND ON
SELECT * FROM ${keyspace}.others WHERE k = 1;
`;
  shell(`${name}: COPY of every type`, script, [
    '2 rows imported from 1 files',
    '123456789012345678901234567890.12345',
    "{'x': 1, 'y, z': 2}",
    '23:59:59.999999999',
    "(1, 'two')",
    '-99999999999999999999999999999999999999',
  ]);
  expectThat(
    `${name}: COPY keeps every type`,
    sorted(file(1)).join() === sorted(file(2)).join(),
    sorted(file(2)).join('\n'),
  );
}

/** Rows that are none, a table and a file that are not there: told, and the rest goes on. */
function failedCopies(name, attempt, keyspace, folder) {
  const file = join(folder, `${keyspace}-bad.csv`);
  writeFileSync(file, '700,1,good\n701,x,no number\n702,2\n');
  const script = `${consistency}COPY ${keyspace}.notes (id, at, body) FROM '${file}' WITH ERRFILE = '${file}.err';
SELECT body FROM ${keyspace}.notes WHERE id = 700;
COPY ${keyspace}.notes (id, at, nothing) FROM '${file}';
SERIAL CONSISTENCY LOCAL_SERIAL
SERIAL CONSISTENCY
UPDATE ${keyspace}.notes SET body = 'better' WHERE id = 700 AND at = 1 IF body = 'good';
TRACING ON
SELECT body FROM ${keyspace}.notes WHERE id = 700;
TRACING OFF
`;
  const wanted = [
    'Failed to process 2 rows',
    'Invalid row length 2 should be 3',
    'good',
    'is LOCAL_SERIAL',
    '[applied]',
  ];
  const text = attempt(script);
  const told = [...wanted, 'better'].every((part) => text.includes(part));
  expectThat(`${name}: COPY with faults, SERIAL CONSISTENCY, TRACING`, told, text);
}

/** What DESCRIBE prints makes the same keyspace under another name. */
function describedAgain(name, attempt, keyspace) {
  const described = attempt(`DESCRIBE KEYSPACE ${keyspace};\n`);
  const script = described.replaceAll(new RegExp(`\\b${keyspace}\\b`, 'g'), `${keyspace}again`);
  // each statement needs what the one before made; what is there already is refused and does no harm
  for (let i = 0; i < 4; i++) {
    attempt(`${consistency}${script}`);
    pause();
  }
  const again = attempt(`DESCRIBE KEYSPACE ${keyspace}again;\n`);
  expectThat(`${name}: DESCRIBE makes the same keyspace`, script.includes('CREATE TABLE') && again === script, again);
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
  const attempt = (input) => printed(command, at, input);
  schema(name, shell, keyspace);
  commands(name, shell, keyspace, folder);
  copies(name, shell, keyspace, folder);
  everyTypeCopied(name, shell, keyspace, folder);
  failedCopies(name, attempt, keyspace, folder);
  if (describing) {
    describes(name, shell, keyspace);
    describedAgain(name, attempt, keyspace);
  }
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
