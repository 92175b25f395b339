// Section 6.5 of the data-plane fact sheet: definitions that are refused. Codes in hex.

import { facts } from './refusals.js';

facts('6.5: DDL and permissions', [
  [
    'existing table',
    'CREATE TABLE ks.one (id int PRIMARY KEY)',
    '2400 Cannot add already existing table "one" to keyspace "ks"',
  ],
  [
    'existing keyspace',
    "CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
    '2400 Cannot add existing keyspace "ks"',
  ],
  [
    'unknown keyspace',
    'CREATE TABLE nope.t (id int PRIMARY KEY)',
    /^2[23]00 (Keyspace nope doesn't exist|unconfigured keyspace nope)$/,
  ],
  [
    'table name',
    'CREATE TABLE ks."x-y" (id int PRIMARY KEY)',
    '2200 "x-y" is not a valid table name (must be alphanumeric character or underscore only: [a-zA-Z_0-9]+)',
  ],
  [
    'table name',
    `CREATE TABLE ks.${'t'.repeat(49)} (id int PRIMARY KEY)`,
    `2200 Table names shouldn't be more than 48 characters long (got "${'t'.repeat(49)}")`,
  ],
  [
    'keyspace name',
    "CREATE KEYSPACE \"x-y\" WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
    '2200 "x-y" is not a valid keyspace name',
  ],
  ['no key', 'CREATE TABLE ks.z (id int)', '2200 No PRIMARY KEY specifed (exactly one required)'],
  [
    'two keys',
    'CREATE TABLE ks.z (id int PRIMARY KEY, v int, PRIMARY KEY (v))',
    '2200 Multiple PRIMARY KEYs specifed (exactly one required)',
  ],
  [
    'unknown key',
    'CREATE TABLE ks.z (id int, PRIMARY KEY (nope))',
    '2200 Unknown definition nope referenced in PRIMARY KEY',
  ],
  ['column twice', 'CREATE TABLE ks.z (id int PRIMARY KEY, id int)', '2200 Multiple definition of identifier id'],
  [
    'static',
    'CREATE TABLE ks.z (id int PRIMARY KEY, s int STATIC)',
    '2200 Static columns are only useful (and thus allowed) if the table has at least one clustering column',
  ],
  [
    'static key',
    'CREATE TABLE ks.z (id int STATIC, c int, PRIMARY KEY (id, c))',
    '2200 Static column id cannot be part of the PRIMARY KEY',
  ],
  [
    'counter key',
    'CREATE TABLE ks.z (id counter PRIMARY KEY)',
    '2200 counter type is not supported for PRIMARY KEY part id',
  ],
  [
    'collection key',
    'CREATE TABLE ks.z (id list<int> PRIMARY KEY)',
    '2200 Invalid non-frozen collection type for PRIMARY KEY component id',
  ],
  [
    'order',
    'CREATE TABLE ks.z (id int, c int, d int, PRIMARY KEY (id, c, d)) WITH CLUSTERING ORDER BY (d ASC)',
    '2200 Missing CLUSTERING ORDER for column c',
  ],
  [
    'order',
    'CREATE TABLE ks.z (id int, c int, v int, PRIMARY KEY (id, c)) WITH CLUSTERING ORDER BY (v ASC)',
    /^2200 Only clustering key columns can be defined in CLUSTERING ORDER directive/,
  ],
  [
    'order',
    'CREATE TABLE ks.z (id int, a int, b int, PRIMARY KEY (id, a, b)) WITH CLUSTERING ORDER BY (b ASC, a ASC)',
    '2200 The order of columns in the CLUSTERING ORDER directive must be the one of the clustering key (a must appear before b)',
  ],
  ['unknown type', 'CREATE TABLE ks.z (id int PRIMARY KEY, v nope)', '2200 Unknown type ks.nope'],
  [
    'nested',
    'CREATE TABLE ks.z (id int PRIMARY KEY, v list<list<int>>)',
    '2200 Non-frozen collections are not allowed inside collections: list<list<int>>',
  ],
  [
    'nested',
    'CREATE TABLE ks.z (id int PRIMARY KEY, v list<u>)',
    /^2200 Non-frozen UDTs are not allowed inside collections: /,
  ],
  [
    'frozen',
    'CREATE TABLE ks.z (id int PRIMARY KEY, v frozen<int>)',
    '2000 frozen<> is only allowed on collections, tuples, and user-defined types (got int)',
  ],
  [
    'counters mixed',
    'CREATE TABLE ks.z (id int PRIMARY KEY, v int, c counter)',
    '2200 Cannot mix counter and non counter columns in the same table',
  ],
  [
    'counters with TTL',
    'CREATE TABLE ks.z (id int PRIMARY KEY, c counter) WITH default_time_to_live = 5',
    '2200 Cannot set default_time_to_live on a table with counters',
  ],
  ['alter', 'ALTER TABLE ks.one ADD v int', '2200 Invalid column name v because it conflicts with an existing column'],
  [
    'alter',
    'ALTER TABLE ks.one ADD id int',
    /^2200 Invalid column name id because it conflicts with a(n existing column| PRIMARY KEY part)$/,
  ],
  ['type exists', 'CREATE TYPE ks.u (f int)', '2200 A user type of name ks.u already exists'],
  ['type missing', 'DROP TYPE ks.nope', '2200 No user type named ks.nope exists.'],
  ['type in an unknown keyspace', 'CREATE TYPE nope.u (f int)', '2200 Cannot add type in unknown keyspace nope'],
  [
    'type in use',
    'DROP TYPE ks.u',
    /^2200 Cannot drop user type ks\.u as it is still used by (table ks\.\w+|user type (ks\.)?other)$/,
  ],
  ['system keyspace', 'CREATE TABLE system.z (id int PRIMARY KEY)', '2100 system keyspace is not user-modifiable.'],
  ['system keyspace', 'DROP KEYSPACE system_schema', '2100 system_schema keyspace is not user-modifiable.'],
  ['IF NOT EXISTS turns it into nothing', 'CREATE TABLE IF NOT EXISTS ks.one (id int PRIMARY KEY)', 'none'],
  ['IF EXISTS turns it into nothing', 'DROP TABLE IF EXISTS ks.nope', 'none'],
]);
