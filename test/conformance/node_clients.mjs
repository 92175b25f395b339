// The Node driver, its Mapper, express-cassandra and AWS's SigV4 plugin, unmodified, against the local engine. Packages
// come from KS_PACKAGES (a folder with node_modules); ports and credentials from the other KS_ variables.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const env = process.env;
const load = createRequire(join(env.KS_PACKAGES, 'package.json'));
const cassandra = load('cassandra-driver');
const { localQuorum } = cassandra.types.consistencies;
let checks = 0;
const check = (what, got, wanted) => {
  assert.deepEqual(got, wanted, what);
  checks += 1;
};
const until = async (what, ask) => {
  for (let i = 0; i < 400; i++) {
    if (await ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never ${what}`);
};
const client = (options = {}) =>
  new cassandra.Client({
    contactPoints: [`127.0.0.1:${env.KS_CQL_PORT}`],
    localDataCenter: 'us-east-1',
    queryOptions: { consistency: localQuorum, prepare: true },
    ...options,
  });

async function schema(db) {
  const ddl = (text) => db.execute(text, [], { prepare: false });
  const count = async (text, ...values) => (await db.execute(text, values)).rowLength;
  await ddl("CREATE KEYSPACE IF NOT EXISTS nd WITH replication = {'class': 'SingleRegionStrategy'}");
  await until('keyspace', () => count('SELECT * FROM system_schema.keyspaces WHERE keyspace_name = ?', 'nd'));
  await ddl('CREATE TYPE IF NOT EXISTS nd.address (street text, number int)');
  await until('type', () => count('SELECT * FROM system_schema.types WHERE keyspace_name = ?', 'nd'));
  await ddl(
    'CREATE TABLE IF NOT EXISTS nd.readings (device text, at int, value double, tags set<text>, notes map<text, text>, ' +
      'history list<int>, place frozen<address>, PRIMARY KEY (device, at)) WITH CLUSTERING ORDER BY (at DESC)',
  );
  const status = 'SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = ? AND table_name = ?';
  await until('table', async () => (await db.execute(status, ['nd', 'readings'])).first()?.status === 'ACTIVE');
}

async function driver(db) {
  const insert =
    'INSERT INTO nd.readings (device, at, value, tags, notes, history, place) VALUES (?, ?, ?, ?, ?, ?, ?)';
  for (let at = 0; at < 250; at++) {
    const place = { street: 'Main', number: at };
    await db.execute(insert, ['d', at, at / 2, ['a', 'b'], { k: `${at}` }, [at, at + 1], place]);
  }
  const rows = [];
  const select = 'SELECT * FROM nd.readings WHERE device = ?';
  for await (const row of db.stream(select, ['d'], { prepare: true, fetchSize: 40, autoPage: true })) rows.push(row);
  check('rows over seven pages', rows.length, 250);
  const { at, tags, notes, history, place } = rows[0];
  check(
    'collections',
    { at, tags, notes, history },
    { at: 249, tags: ['a', 'b'], notes: { k: '249' }, history: [249, 250] },
  );
  check('user-defined type', { ...place }, { street: 'Main', number: 249 });
  const lwt = 'INSERT INTO nd.readings (device, at) VALUES (?, ?) IF NOT EXISTS';
  check('lightweight transaction', (await db.execute(lwt, ['d', 1])).wasApplied(), false);
  for (const logged of [true, false]) {
    const device = `batch ${logged}`;
    const batch = Array.from({ length: 20 }, (_, n) => ({
      query: 'INSERT INTO nd.readings (device, at, value) VALUES (?, ?, ?)',
      params: [device, n, 1.5],
    }));
    await db.batch(batch, { prepare: true, logged });
    check('rows of a batch', (await db.execute(select, [device])).rowLength, 20);
  }
  const refused = await db.execute('SELECT count(*) FROM nd.readings').catch((error) => error);
  check('a refusal', [refused.code, refused.message], [0x2200, 'countRows is not yet supported.']);
}

async function mapper(db) {
  const { Mapper, q } = cassandra.mapping;
  const models = { Reading: { tables: ['readings'], keyspace: 'nd', columns: { at: 'moment' } } };
  const readings = new Mapper(db, { models }).forModel('Reading');
  for (let moment = 1; moment <= 3; moment++)
    await readings.insert({ device: 'mapped', moment, value: moment / 2, tags: ['a'] });
  check('mapper: get', (await readings.get({ device: 'mapped', moment: 2 })).value, 1);
  check(
    'mapper: insert if not exists',
    (await readings.insert({ device: 'mapped', moment: 2 }, { ifNotExists: true })).wasApplied(),
    false,
  );
  await readings.update({ device: 'mapped', moment: 2, value: 9, tags: q.append(['b']) });
  await readings.remove({ device: 'mapped', moment: 1 });
  const left = (await readings.find({ device: 'mapped' }, { orderBy: { moment: 'asc' } })).toArray();
  check(
    'mapper: find',
    left.map(({ moment, value, tags }) => ({ moment, value, tags })),
    [
      { moment: 2, value: 9, tags: ['a', 'b'] },
      { moment: 3, value: 1.5, tags: ['a'] },
    ],
  );
}

/** The table exists already: express-cassandra makes tables as Cassandra does, and does not wait for them. */
async function expressCassandra() {
  const models = load('express-cassandra').createClient({
    clientOptions: {
      contactPoints: [`127.0.0.1:${env.KS_CQL_PORT}`],
      localDataCenter: 'us-east-1',
      keyspace: 'nd',
      queryOptions: { consistency: localQuorum },
    },
    ormOptions: { createKeyspace: false, migration: 'safe' },
  });
  await models.initAsync();
  const Reading = models.loadSchema('Reading', {
    table_name: 'readings',
    fields: {
      device: 'text',
      at: 'int',
      value: 'double',
      tags: { type: 'set', typeDef: '<text>' },
      notes: { type: 'map', typeDef: '<text, text>' },
      history: { type: 'list', typeDef: '<int>' },
      place: { type: 'frozen', typeDef: '<address>' },
    },
    key: [['device'], 'at'],
    clustering_order: { at: 'desc' },
  });
  await Reading.syncDBAsync();
  await new Reading({ device: 'express', at: 1, value: 2.5, tags: ['x'] }).saveAsync();
  await Reading.updateAsync({ device: 'express', at: 1 }, { value: 3.5, tags: { $add: ['y'] } });
  const found = await Reading.findOneAsync({ device: 'express', at: { $gte: 0 } }, { raw: true });
  check('express-cassandra: update and find', [found.value, found.tags], [3.5, ['x', 'y']]);
  await Reading.deleteAsync({ device: 'express', at: 1 });
  check('express-cassandra: delete', await Reading.findOneAsync({ device: 'express', at: 1 }), undefined);
  await models.closeAsync();
}

async function login() {
  const sslOptions = { ca: [readFileSync(env.KS_CA)], host: 'localhost', rejectUnauthorized: true };
  const contactPoints = [`127.0.0.1:${env.KS_TLS_PORT}`];
  const release = async (options) => {
    const db = client({ contactPoints, sslOptions, ...options });
    try {
      await db.connect();
      return (await db.execute('SELECT release_version FROM system.local')).first().release_version;
    } catch (error) {
      return String(Object.values(error.innerErrors ?? { error })[0]);
    } finally {
      await db.shutdown();
    }
  };
  const { PlainTextAuthProvider } = cassandra.auth;
  const { SigV4AuthProvider } = load('aws-sigv4-auth-cassandra-plugin');
  const signed = (secretAccessKey) =>
    new SigV4AuthProvider({ region: 'us-east-1', accessKeyId: env.KS_ACCESS_KEY, secretAccessKey });
  check('password', await release({ authProvider: new PlainTextAuthProvider(env.KS_USER, env.KS_PASSWORD) }), '3.11.2');
  const wrong = await release({ authProvider: new PlainTextAuthProvider(env.KS_USER, 'wrong') });
  assert.match(wrong, /and\/or password are incorrect/);
  check('SigV4', await release({ authProvider: signed(env.KS_SECRET_KEY) }), '3.11.2');
  assert.match(await release({ authProvider: signed('wrong') }), /Invalid signature/);
  assert.match(await release({ sslOptions: { rejectUnauthorized: true } }), /certificate/);
  checks += 3;
}

const db = client();
await db.connect();
await schema(db);
await driver(db);
await mapper(db);
await db.shutdown();
await expressCassandra();
await login();
console.log(`node: ${checks} checks passed`);
