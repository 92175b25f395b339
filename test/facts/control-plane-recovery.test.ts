// Statements of the control-plane fact sheet on backup and restore (4), each by its section, through the engine's own doors.

import { beforeEach, describe, expect, it } from 'vitest';
import { day, FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const on = { pointInTimeRecovery: { status: 'ENABLED' } };
const from = (sourceTableName: string, targetTableName: string, more: Json = {}) => ({
  sourceKeyspaceName: 'ks',
  sourceTableName,
  targetKeyspaceName: 'ks',
  targetTableName,
  ...more,
});
const restored = async (input: Json) => {
  await stand.done('RestoreTable', input);
  for (let look = 0; look < 50 && (await stand.status(String(input.targetTableName))) !== 'ACTIVE'; look++)
    await new Promise((done) => setImmediate(() => done(stand.clock.advance(1000))));
};
const rowsOf = async (table: string) => (await stand.rows(`SELECT * FROM ks.${table}`)).rowCount;

describe('control-plane 4.1', () => {
  it('the window begins when PITR was enabled and is never longer than 35 days', async () => {
    await stand.table('t', on);
    const earliest = async () => {
      const { pointInTimeRecovery } = await stand.call('GetTable', of('t'));
      return (pointInTimeRecovery as { earliestRestorableTimestamp: number }).earliestRestorableTimestamp;
    };
    const enabled = await earliest();
    expect(enabled).toBeLessThanOrEqual(stand.clock.wallMs() / 1000);
    stand.clock.advance(34 * day);
    expect(await earliest()).toBe(enabled);
    stand.clock.advance(10 * day);
    expect(await earliest()).toBeCloseTo(stand.clock.wallMs() / 1000 - 35 * 86_400, 0);
  });

  it('off and on again erases the history: the window starts anew', async () => {
    await stand.table('t', on);
    const before = stand.clock.wallMs() / 1000;
    stand.clock.advance(hour);
    await stand.done('UpdateTable', { ...of('t'), pointInTimeRecovery: { status: 'DISABLED' } });
    expect((await stand.call('GetTable', of('t'))).pointInTimeRecovery).toEqual({ status: 'DISABLED' });
    await stand.done('UpdateTable', { ...of('t'), ...on });
    expect(await stand.type('RestoreTable', from('t', 'copy', { restoreTimestamp: before }))).toBe(
      'ValidationException',
    );
  });

  it('a restore goes to a new table; the error of each thing that can be wrong', async () => {
    await stand.table('t', on);
    await stand.table('plain');
    expect(await stand.type('RestoreTable', from('t', 'plain'))).toBe('ConflictException');
    expect(await stand.type('RestoreTable', from('nowhere', 'copy'))).toBe('ResourceNotFoundException');
    expect(await stand.type('RestoreTable', from('plain', 'copy'))).toBe('ValidationException');
    const later = { restoreTimestamp: stand.clock.wallMs() / 1000 + 3600 };
    expect(await stand.type('RestoreTable', from('t', 'copy', later))).toBe('ValidationException');
    expect(await stand.type('RestoreTable', from('t', 'copy', { restoreTimestamp: 1 }))).toBe('ValidationException');
  });

  it('data and schema are of the instant; capacity, PITR and encryption of now; tags and stream do not come along', async () => {
    await stand.table('t', { ...on, tags: [{ key: 'a', value: 'b' }], cdcSpecification: { status: 'ENABLED' } });
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'x')");
    stand.clock.advance(10_000);
    const restoreTimestamp = Math.floor(stand.clock.wallMs() / 1000);
    stand.clock.advance(10_000);
    await stand.cql('DELETE FROM ks.t WHERE id = 1');
    await stand.done('UpdateTable', { ...of('t'), addColumns: [{ name: 'w', type: 'int' }] });
    const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 7, writeCapacityUnits: 8 };
    await stand.done('UpdateTable', { ...of('t'), capacitySpecification });
    await restored(from('t', 'copy', { restoreTimestamp }));
    const copy = await stand.call('GetTable', of('copy'));
    expect(copy).toMatchObject({ capacitySpecification, pointInTimeRecovery: { status: 'ENABLED' } });
    const { allColumns } = copy.schemaDefinition as { allColumns: Json[] };
    expect(allColumns.map(({ name }) => name)).toEqual(['id', 'v']);
    expect(copy).not.toHaveProperty('latestStreamArn');
    expect((await stand.call('ListTagsForResource', { resourceArn: copy.resourceArn })).tags).toEqual([]);
    expect([await rowsOf('copy'), await rowsOf('t')]).toEqual([1, 0]);
  });

  it('capacity, encryption, PITR, tags and auto scaling can be overridden', async () => {
    await stand.table('t', on);
    stand.clock.advance(hour);
    const capacitySpecificationOverride = {
      throughputMode: 'PROVISIONED',
      readCapacityUnits: 3,
      writeCapacityUnits: 4,
    };
    const tagsOverride = [{ key: 'team', value: 'blue' }];
    await restored(
      from('t', 'copy', {
        capacitySpecificationOverride,
        tagsOverride,
        pointInTimeRecoveryOverride: { status: 'DISABLED' },
      }),
    );
    const copy = await stand.call('GetTable', of('copy'));
    expect(copy).toMatchObject({
      capacitySpecification: capacitySpecificationOverride,
      pointInTimeRecovery: { status: 'DISABLED' },
    });
    expect((await stand.call('ListTagsForResource', { resourceArn: copy.resourceArn })).tags).toEqual(tagsOverride);
  });

  it('a missing user type is made again in another keyspace', async () => {
    await stand.done('CreateType', {
      keyspaceName: 'ks',
      typeName: 'u',
      fieldDefinitions: [{ name: 'f', type: 'int' }],
    });
    const schemaDefinition = { ...intKey, allColumns: [...intKey.allColumns, { name: 'c', type: 'frozen<u>' }] };
    await stand.table('t', { ...on, schemaDefinition });
    stand.clock.advance(hour);
    await stand.done('CreateKeyspace', { keyspaceName: 'other' });
    await restored({ ...from('t', 'copy'), targetKeyspaceName: 'other' }).catch(() => undefined);
    stand.clock.advance(hour);
    expect((await stand.call('ListTypes', { keyspaceName: 'other' })).types).toEqual(['u']);
  });
});

describe('control-plane 4.3', () => {
  it('a deleted table is restored to its deletion, without a restoreTimestamp', async () => {
    await stand.table('t', on);
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'x')");
    stand.clock.advance(hour);
    const inside = { restoreTimestamp: stand.clock.wallMs() / 1000 };
    stand.clock.advance(hour);
    await stand.done('DeleteTable', of('t'));
    expect(await stand.type('RestoreTable', from('t', 'copy', inside))).toBe('ValidationException');
    await restored(from('t', 'copy'));
    expect(await rowsOf('copy')).toBe(1);
  });

  it('for 35 days, and never after its name was used again; tables_history shows until when', async () => {
    await stand.table('t', on);
    await stand.table('u', on);
    await stand.done('DeleteTable', of('t'));
    await stand.done('DeleteTable', of('u'));
    const history = await stand.rows("SELECT * FROM system_schema_mcs.tables_history WHERE keyspace_name = 'ks'");
    expect(Buffer.from(history.body).toString('latin1')).toContain('restorable_until_time');
    await stand.table('t');
    expect(await stand.type('RestoreTable', from('t', 'copy'))).toBe('ValidationException');
    stand.clock.advance(36 * day);
    expect(await stand.type('RestoreTable', from('u', 'copy'))).toBe('ResourceNotFoundException');
  });

  it('four restores at a time', async () => {
    await stand.table('t', on);
    stand.clock.advance(hour);
    for (let at = 0; at < 4; at++) await stand.call('RestoreTable', from('t', `copy${at}`));
    expect(await stand.type('RestoreTable', from('t', 'copy4'))).toBe('ServiceQuotaExceededException');
  });
});
