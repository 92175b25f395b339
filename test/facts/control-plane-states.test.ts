// Statements of the control-plane fact sheet that no other test holds, each by its section, through the engine's own doors: states and
// capacity.

import { beforeEach, describe, expect, it } from 'vitest';
import { day, FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });

describe('control-plane 2.2: what is refused in which state', () => {
  const restore = (from: string, to: string) => ({
    sourceKeyspaceName: 'ks',
    sourceTableName: from,
    targetKeyspaceName: 'ks',
    targetTableName: to,
  });
  const change = { ...of('t'), defaultTimeToLive: 60 };
  const pointInTimeRecovery = { status: 'ENABLED' };

  it('CREATING: GetTable answers; UpdateTable, DeleteTable, a restore from it and statements are refused', async () => {
    await stand.newTable('t', { pointInTimeRecovery });
    expect(await stand.status('t')).toBe('CREATING');
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ConflictException');
    expect(await stand.type('RestoreTable', restore('t', 'u'))).toBe('ConflictException');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1)')).toBe('2200 unconfigured table ks.t');
  });

  it('UPDATING: statements and a restore from it are taken; UpdateTable and DeleteTable are refused', async () => {
    await stand.table('t', { pointInTimeRecovery });
    await stand.call('UpdateTable', change);
    expect(await stand.status('t')).toBe('UPDATING');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1)')).toBe('none');
    expect((await stand.rows('SELECT * FROM ks.t')).rowCount).toBe(1);
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ConflictException');
    await stand.call('RestoreTable', restore('t', 'u'));
  });

  it('RESTORING: GetTable answers; everything else is refused', async () => {
    await stand.table('s', { pointInTimeRecovery });
    await stand.call('RestoreTable', restore('s', 't'));
    expect(await stand.status('t')).toBe('RESTORING');
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ConflictException');
    expect(await stand.type('RestoreTable', restore('t', 'u'))).toBe('ConflictException');
    expect(await stand.error('SELECT * FROM ks.t')).toBe('2200 unconfigured table ks.t');
  });

  it('DELETING: GetTable answers, DeleteTable succeeds; UpdateTable and statements are refused', async () => {
    await stand.table('t');
    await stand.call('DeleteTable', of('t'));
    expect(await stand.status('t')).toBe('DELETING');
    expect(await stand.call('DeleteTable', of('t'))).toEqual({});
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.error('SELECT * FROM ks.t')).toBe('2200 unconfigured table ks.t');
    stand.clock.advance(hour);
    expect(await stand.type('GetTable', of('t'))).toBe('ResourceNotFoundException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ResourceNotFoundException');
  });
});

describe('control-plane 3.3', () => {
  const provisioned = (readCapacityUnits: number, writeCapacityUnits: number) => ({
    capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits },
  });
  const onDemand = { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } };
  const capacityOf = async (name: string) => (await stand.call('GetTable', of(name))).capacitySpecification as Json;

  it('a table has 1 to 40,000 units each way', async () => {
    await stand.table('t', provisioned(1, 40_000));
    const input = (units: Json) => ({ ...of('u'), schemaDefinition: intKey, ...units });
    expect(await stand.type('CreateTable', input(provisioned(0, 1)))).toBe('ValidationException');
    expect(await stand.type('CreateTable', input(provisioned(1, 40_001)))).toBe('ServiceQuotaExceededException');
  });

  it('a table born on demand returns from PROVISIONED 24 hours after its creation, not after the switch', async () => {
    await stand.table('t');
    stand.clock.advance(20 * hour);
    await stand.done('UpdateTable', { ...of('t'), ...provisioned(5, 5) });
    expect(await stand.type('UpdateTable', { ...of('t'), ...onDemand })).toBe('ValidationException');
    stand.clock.advance(2 * hour);
    await stand.done('UpdateTable', { ...of('t'), ...onDemand });
    const capacity = await capacityOf('t');
    expect(Object.keys(capacity).sort()).toEqual(['lastUpdateToPayPerRequestTimestamp', 'throughputMode']);
  });

  it('read and write lowered in one call count as one decrease', async () => {
    await stand.table('t', provisioned(100, 100));
    // a day with nothing but these: four, and the fifth within the hour is refused
    stand.clock.advance(day - (stand.clock.wallMs() % day));
    const lower = (units: number) => stand.call('UpdateTable', { ...of('t'), ...provisioned(units, units) });
    for (const units of [99, 98, 97, 96]) {
      await lower(units);
      stand.clock.advance(10 * 60_000);
    }
    expect((await capacityOf('t')).readCapacityUnits).toBe(96);
    await expect(lower(95)).rejects.toMatchObject({ type: 'ServiceQuotaExceededException' });
    stand.clock.advance(hour);
    await lower(95);
  });

  it('increases are not counted', async () => {
    await stand.table('t', provisioned(1, 1));
    for (let units = 2; units < 12; units++) {
      await stand.call('UpdateTable', { ...of('t'), ...provisioned(units, units) });
      stand.clock.advance(60_000);
    }
    expect(await capacityOf('t')).toMatchObject({ readCapacityUnits: 11, writeCapacityUnits: 11 });
  });
});
