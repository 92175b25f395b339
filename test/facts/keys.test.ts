// Customer managed keys that cannot be used (control-plane 2.1, 2.2, 5.3), by rules of the engine's chaos.

import { beforeEach, expect, it } from 'vitest';
import { day, FactStand, hour, intKey } from './stand.js';

const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';
const encryptionSpecification = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key };
const t = { keyspaceName: 'ks', tableName: 't' };
const lost = 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
const restore = {
  sourceKeyspaceName: 'ks',
  sourceTableName: 't',
  targetKeyspaceName: 'ks',
  targetTableName: 'back',
};

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
  await stand.table('t', { encryptionSpecification });
  await stand.table('other');
  await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'a')");
});
const fail = () => stand.engine.chaos.add({ kind: 'fail-key', key });

it('2.1 a table whose key fails is INACCESSIBLE and refuses data; the key back, it is ACTIVE with its rows', async () => {
  const rule = await fail();
  expect(await stand.status('t')).toBe(lost);
  expect(await stand.status('other')).toBe('ACTIVE');
  expect(await stand.error('SELECT * FROM ks.t')).toMatch(/^2200 /);
  expect(await stand.error('INSERT INTO ks.t (id) VALUES (2)')).toMatch(/^2200 /);
  stand.clock.advance(6 * day);
  await stand.engine.chaos.clear(rule.id);
  expect(await stand.status('t')).toBe('ACTIVE');
  expect((await stand.rows('SELECT * FROM ks.t')).rowCount).toBe(1);
  stand.clock.advance(30 * day);
  expect(await stand.status('t')).toBe('ACTIVE');
});

it('2.2 while INACCESSIBLE only the encryption can be changed, and the table deleted', async () => {
  await fail();
  expect(await stand.type('UpdateTable', { ...t, defaultTimeToLive: 5 })).toBe('ConflictException');
  expect(await stand.type('UpdateTable', { ...t, encryptionSpecification })).toBe('ValidationException');
  await stand.done('UpdateTable', { ...t, encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' } });
  expect(await stand.status('t')).toBe('ACTIVE');
  expect((await stand.rows('SELECT * FROM ks.t')).rowCount).toBe(1);
  stand.clock.advance(30 * day);
  expect(await stand.status('t')).toBe('ACTIVE');
});

it('2.1 after seven days the service deletes the table; for 35 days it can be restored when the key is back', async () => {
  const rule = await fail();
  stand.clock.advance(7 * day - 1);
  expect(await stand.status('t')).toBe(lost);
  stand.clock.advance(1);
  expect(await stand.type('GetTable', t)).toBe('ResourceNotFoundException');
  await stand.done('CreateKeyspace', { keyspaceName: 'later' });
  expect(await stand.type('RestoreTable', restore)).toBe('ValidationException');
  await stand.engine.chaos.clear(rule.id);
  stand.clock.advance(34 * day);
  await stand.call('RestoreTable', restore);
  for (let step = 0; step < 20 && (await stand.status('back')) !== 'ACTIVE'; step++) {
    stand.clock.advance(hour / 60);
    await new Promise(setImmediate);
  }
  expect((await stand.rows('SELECT * FROM ks.back')).rowCount).toBe(1);
});

it('2.1 a table that is still CREATING when its key fails is not made, and none is made under the key after it', async () => {
  const input = { keyspaceName: 'ks', tableName: 'n', schemaDefinition: intKey, encryptionSpecification };
  await stand.call('CreateTable', input);
  await fail();
  expect(await stand.type('GetTable', { ...t, tableName: 'n' })).toBe('ResourceNotFoundException');
  expect(await stand.type('CreateTable', input)).toBe('ValidationException');
});
