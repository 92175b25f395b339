// long: tables of statements
// Sections 6.2 and 6.3 of the data-plane fact sheet: what each refused query is refused with. Codes in hex.

import { facts } from './refusals.js';

const unsupported = (name: string): string =>
  `2200 Unsupported statement type class org.apache.cassandra.cql3.statements.${name}`;

facts("6.2: Keyspaces' own texts", [
  ['unknown keyspace', 'USE mykeyspace', '2200 unconfigured keyspace mykeyspace'],
  ['unknown table', 'SELECT * FROM ks.mytable', '2200 unconfigured table ks.mytable'],
  ['TTL without the property', 'INSERT INTO ks.one (id) VALUES (1) USING TTL 5', '2200 TTL is not yet supported.'],
  ['COUNT(*)', 'SELECT COUNT(*) FROM ks.one', '2200 countRows is not yet supported.'],
  ['COUNT(1), which is COUNT(*)', 'SELECT COUNT(1) FROM ks.one', '2200 countRows is not yet supported.'],
  ['COUNT(col)', 'SELECT COUNT(v) FROM ks.one', '2200 count is not yet supported.'],
  ['other aggregates', 'SELECT max(v) FROM ks.one', '2200 max is not yet supported.'],
  ['PER PARTITION LIMIT', 'SELECT * FROM ks.t PER PARTITION LIMIT 1', '2200 PER PARTITION LIMIT is not supported'],
  ['DISTINCT (choice)', 'SELECT DISTINCT id FROM ks.one', '2200 DISTINCT is not supported'],
  ['GROUP BY (choice)', 'SELECT id FROM ks.one GROUP BY id', '2200 GROUP BY is not supported'],
  ['statement kind', 'TRUNCATE ks.one', unsupported('TruncateStatement')],
  ['statement kind', 'CREATE INDEX ON ks.one (v)', unsupported('CreateIndexStatement')],
  [
    'statement kind',
    'CREATE MATERIALIZED VIEW ks.mv AS SELECT id FROM ks.one WHERE id IS NOT NULL PRIMARY KEY (id)',
    unsupported('CreateViewStatement'),
  ],
  [
    'statement kind',
    "CREATE FUNCTION ks.f (i int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return i;'",
    unsupported('CreateFunctionStatement'),
  ],
  ['statement kind', 'CREATE AGGREGATE ks.a (int) SFUNC f STYPE int', unsupported('CreateAggregateStatement')],
  ['statement kind', "CREATE TRIGGER tr ON ks.one USING 'x'", unsupported('CreateTriggerStatement')],
  ['statement kind', 'ALTER TYPE ks.u ADD h int', unsupported('AlterTypeStatement')],
  ['statement kind', 'CREATE ROLE r', unsupported('CreateRoleStatement')],
  ['statement kind', 'GRANT SELECT ON ks.one TO r', unsupported('GrantPermissionsStatement')],
  [
    'over 30 statements',
    `BEGIN UNLOGGED BATCH ${'INSERT INTO ks.one (id) VALUES (1); '.repeat(31)} APPLY BATCH`,
    '2200 Batches with more than 30 statements are not supported.',
  ],
  [
    'WRITETIME without client-side timestamps (choice)',
    'SELECT writetime(v) FROM ks.one',
    /^2200 .* not yet supported\.$/,
  ],
  [
    'USING TIMESTAMP without them (choice)',
    'INSERT INTO ks.one (id) VALUES (1) USING TIMESTAMP 1',
    /^2200 .* not yet supported\.$/,
  ],
]);

const filtering =
  '2200 Cannot execute this query as it might involve data filtering and thus may have unpredictable performance. If you want to execute this query despite the performance unpredictability, use ALLOW FILTERING';
const full = 'a = 1 AND b = 1 AND c = 1 AND d = 1 AND e = 1';
facts('6.3: queries', [
  [
    'no keyspace set',
    'SELECT * FROM t',
    '2200 No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename',
  ],
  ['unknown column', 'SELECT nope FROM ks.t', '2200 Undefined column name nope'],
  ['unknown column', 'SELECT * FROM ks.t WHERE nope = 1', '2200 Undefined column name nope'],
  ['unknown column', 'INSERT INTO ks.one (id, nope) VALUES (1, 1)', '2200 Undefined column name nope'],
  ['filtering needed', 'SELECT * FROM ks.one WHERE v = 1', filtering],
  ['part of the partition key', 'SELECT * FROM ks.t WHERE a = 1', filtering],
  [
    'IN with filtering',
    'SELECT id FROM ks.one WHERE v IN (1, 2) ALLOW FILTERING',
    /^2200 IN (restrictions are not supported when the query involves filtering|predicates on non-primary-key columns \(v\) is not yet supported)$/,
  ],
  ['key part missing', 'UPDATE ks.t SET s = 1 WHERE a = 1', '2200 Some partition key parts are missing: b'],
  [
    'key part missing',
    "UPDATE ks.t SET v = 'x' WHERE a = 1 AND b = 1 AND c = 1 AND d = 1",
    '2200 Some clustering keys are missing: e',
  ],
  [
    'gap',
    'SELECT * FROM ks.t WHERE a = 1 AND b = 1 AND d = 1',
    '2200 PRIMARY KEY column "d" cannot be restricted as preceding column "c" is not restricted',
  ],
  [
    'after a range',
    'SELECT * FROM ks.t WHERE a = 1 AND b = 1 AND c > 1 AND d = 1',
    '2200 Clustering column "d" cannot be restricted (preceding column "c" is restricted by a non-EQ relation)',
  ],
  [
    'after a range, the other way round',
    'SELECT * FROM ks.t WHERE a = 1 AND b = 1 AND d = 1 AND c > 1',
    '2200 PRIMARY KEY column "d" cannot be restricted (preceding column "c" is restricted by a non-EQ relation)',
  ],
  [
    'range on the partition key in a write',
    'UPDATE ks.one SET v = 1 WHERE id > 1',
    '2200 Only EQ and IN relation are supported on the partition key (unless you use the token() function) for UPDATE statements',
  ],
  [
    'token() in a write',
    'DELETE FROM ks.one WHERE token(id) = 1',
    '2200 The token function cannot be used in WHERE clauses for DELETE statements',
  ],
  [
    'range on clustering in UPDATE',
    'UPDATE ks.two SET v = 1 WHERE id = 1 AND c > 1',
    '2200 Slice restrictions are not supported on the clustering columns in UPDATE statements',
  ],
  [
    'non-key column in a write',
    'UPDATE ks.two SET v = 1 WHERE id = 1 AND c = 1 AND v = 1',
    '2200 Non PRIMARY KEY columns found in where clause: v ',
  ],
  ['key column in SET', 'UPDATE ks.two SET c = 1 WHERE id = 1 AND c = 1', '2200 PRIMARY KEY part c found in SET part'],
  [
    'key column in IF',
    'UPDATE ks.two SET v = 1 WHERE id = 1 AND c = 1 IF c = 1',
    "2200 PRIMARY KEY column 'c' cannot have IF conditions",
  ],
  [
    'key column in DELETE',
    'DELETE c FROM ks.two WHERE id = 1 AND c = 1',
    '2200 Invalid identifier c for deletion (should not be a PRIMARY KEY part)',
  ],
  [
    'DELETE col, incomplete key',
    'DELETE v FROM ks.two WHERE id = 1',
    /^2200 (Range deletions are not supported for specific columns|Some clustering keys are missing: c)$/,
  ],
  [
    'only statics touched',
    `UPDATE ks.t SET s = 1 WHERE ${full}`,
    '2200 Invalid restrictions on clustering columns since the UPDATE statement modifies only static columns',
  ],
  [
    'only statics selected',
    `SELECT s FROM ks.t WHERE ${full}`,
    '2200 Cannot restrict clustering columns when selecting only static columns',
  ],
  [
    'restricted twice',
    'SELECT * FROM ks.one WHERE id = 1 AND id = 2',
    '2200 id cannot be restricted by more than one relation if it includes an Equal',
  ],
  [
    'restricted twice',
    'SELECT * FROM ks.one WHERE id IN (1, 2) AND id = 2',
    /^2200 id cannot be restricted by more than one relation if it includes a(n Equal| IN)$/,
  ],
  [
    'two starts',
    'SELECT * FROM ks.two WHERE id = 1 AND c > 1 AND c > 2',
    '2200 More than one restriction was found for the start bound on c',
  ],
  [
    'two ends',
    'SELECT * FROM ks.two WHERE id = 1 AND c < 1 AND c < 2',
    '2200 More than one restriction was found for the end bound on c',
  ],
  [
    'clustering IN, collection selected',
    'SELECT * FROM ks.t WHERE a = 1 AND b = 1 AND c IN (1, 2)',
    '2200 Cannot restrict clustering columns by IN relations when a collection is selected by the query',
  ],
  [
    'ORDER BY',
    'SELECT * FROM ks.two ORDER BY c',
    '2200 ORDER BY is only supported when the partition key is restricted by an EQ or an IN.',
  ],
  [
    'ORDER BY',
    'SELECT * FROM ks.two WHERE id = 1 ORDER BY v',
    '2200 Order by is currently only supported on the clustered columns of the PRIMARY KEY, got v',
  ],
  [
    'ORDER BY',
    'SELECT * FROM ks.t WHERE a = 1 AND b = 1 ORDER BY d',
    '2200 Order by currently only support the ordering of columns following their declared order in the PRIMARY KEY',
  ],
  ['ORDER BY', 'SELECT * FROM ks.t WHERE a = 1 AND b = 1 ORDER BY c ASC, d DESC', '2200 Unsupported order by relation'],
  ['LIMIT 0', 'SELECT * FROM ks.one LIMIT 0', '2200 LIMIT must be strictly positive'],
  ['counts differ', 'INSERT INTO ks.one (id, v) VALUES (1)', '2200 Unmatched column names/values'],
  ['column twice', 'INSERT INTO ks.one (id, id) VALUES (1, 1)', '2200 The column names contains duplicates'],
  [
    'marker counts',
    'INSERT INTO ks.one (id, v) VALUES (?, ?)',
    '2200 Invalid amount of bind variables',
    [Buffer.alloc(4)],
  ],
  ['null key', 'INSERT INTO ks.one (id) VALUES (null)', '2200 Invalid null value in condition for column id'],
  ['empty key', 'INSERT INTO ks.one (id) VALUES (?)', '2200 Key may not be empty', [Buffer.alloc(0)]],
  ['TTL', 'INSERT INTO ks.all (id) VALUES (1) USING TTL -1', '2200 A TTL must be greater or equal to 0, but was -1'],
  [
    'TTL',
    'INSERT INTO ks.all (id) VALUES (1) USING TTL 630720001',
    '2200 ttl is too large. requested (630720001) maximum (630720000)',
  ],
  ['TTL argument', 'SELECT ttl(id) FROM ks.all', '2200 Cannot use selection function ttl on PRIMARY KEY part id'],
  [
    'WRITETIME argument',
    'SELECT writetime(id) FROM ks.all',
    '2200 Cannot use selection function writeTime on PRIMARY KEY part id',
  ],
  ['function', 'SELECT * FROM ks.one WHERE id = f(1)', '2200 Unknown function f called'],
  ['function', 'SELECT f(id) FROM ks.one', "2200 Unknown function 'f'"],
  [
    'counter set',
    'UPDATE ks.cnt SET c = 1 WHERE id = 1',
    '2200 Cannot set the value of counter column c (counters can only be incremented/decremented, not set)',
  ],
  [
    'counter inserted',
    'INSERT INTO ks.cnt (id, c) VALUES (1, 1)',
    '2200 INSERT statements are not allowed on counter tables, use UPDATE instead',
  ],
  [
    'no counter',
    'UPDATE ks.one SET v = v + 1 WHERE id = 1',
    '2200 Invalid operation (v = v + 1) for non counter column v',
  ],
  [
    'condition on counters',
    'UPDATE ks.cnt SET c = c + 1 WHERE id = 1 IF EXISTS',
    '2200 Conditional updates are not supported on counter tables',
  ],
  [
    'condition with timestamp',
    'INSERT INTO ks.all (id) VALUES (1) IF NOT EXISTS USING TIMESTAMP 5',
    '2200 Cannot provide custom timestamp for conditional updates',
  ],
  [
    'counter in a logged batch',
    'BEGIN BATCH UPDATE ks.cnt SET c = c + 1 WHERE id = 1; APPLY BATCH',
    /^2200 Cannot include a counter statement in a logged batch$/,
  ],
  [
    'conditions over tables',
    'BEGIN BATCH INSERT INTO ks.one (id) VALUES (1) IF NOT EXISTS; INSERT INTO ks.two (id, c) VALUES (1, 1); APPLY BATCH',
    '2200 Batch with conditions cannot span multiple tables',
  ],
  [
    'conditions over partitions',
    'BEGIN BATCH INSERT INTO ks.one (id) VALUES (1) IF NOT EXISTS; INSERT INTO ks.one (id) VALUES (2); APPLY BATCH',
    '2200 Batch with conditions cannot span multiple partitions',
  ],
  ['list literal', 'INSERT INTO ks.one (id, v) VALUES (1, [1])', '2200 Invalid list literal for v of type int'],
  [
    'list literal',
    "INSERT INTO ks.one (id, l) VALUES (1, ['a'])",
    "2200 Invalid list literal for l: value 'a' is not of type int",
  ],
  [
    'frozen collection',
    `UPDATE ks.t SET fl = fl + [1] WHERE ${full}`,
    '2200 Invalid operation (fl = fl + [1]) for frozen collection column fl',
  ],
  ['no UDT', 'UPDATE ks.one SET v.f = 1 WHERE id = 1', '2200 Invalid operation (v.f = 1) for non-UDT column v'],
  ['UDT field', 'UPDATE ks.one SET x.nope = 1 WHERE id = 1', '2200 UDT column x does not have a field named nope'],
  ['list index', 'UPDATE ks.one SET l[3] = 1 WHERE id = 1', '2200 Attempted to set an element on a list which is null'],
]);
