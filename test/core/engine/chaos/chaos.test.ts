// Faults: rules in the store, draws under a seed, and what statements and calls of a whole engine meet.

import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, test } from 'vitest';
import { Chaos } from '../../../../src/core/engine/chaos/chaos.js';
import { ChaosRefusal, readChaos } from '../../../../src/core/engine/chaos/chaos-rules.js';
import { CqlError, ErrorCode } from '../../../../src/core/engine/cql-error.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { ScriptEngine } from '../../../cql/script-engine.js';
import { countingRandom, FakeClock } from '../../../support/fake-clock.js';

const regions = ['us-east-1', 'eu-west-1'];

function bench() {
  const kv = memoryKv();
  const clock = new FakeClock();
  const open = () => new Chaos({ kv, clock, random: countingRandom(), regions: () => regions });
  return { kv, clock, open, chaos: open() };
}

describe('rules', () => {
  it('hold in every process on the store, until they are cleared', async () => {
    const { chaos, open } = bench();
    const other = open();
    expect([chaos.active, other.active]).toEqual([false, false]);
    await chaos.add({ kind: 'throttle', keyspace: 'ks', table: 't', direction: 'write' });
    const throttled = (table: string, direction: 'read' | 'write') => other.throttles('ks', table, direction);
    expect([other.active, throttled('t', 'write'), throttled('t', 'read'), throttled('u', 'write')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const { id } = await other.add({ kind: 'latency', milliseconds: 5 });
    expect(chaos.list().rules).toHaveLength(2);
    await chaos.clear(id);
    await other.clear();
    expect([chaos.active, chaos.list()]).toEqual([false, { rules: [] }]);
  });

  it('draw their share alike under one seed', async () => {
    const draws = async (seed: number) => {
      const { chaos } = bench();
      await chaos.setSeed(seed);
      await chaos.add({ kind: 'drop', share: 0.3 });
      return Array.from({ length: 400 }, () => chaos.dropsRequest());
    };
    const first = await draws(9);
    const dropped = first.filter(Boolean).length;
    expect(await draws(9)).toEqual(first);
    expect(await draws(10)).not.toEqual(first);
    expect(dropped).toBeGreaterThan(80);
    expect(dropped).toBeLessThan(160);
  });

  it('of latency add up where they cover a statement', async () => {
    const { chaos } = bench();
    await chaos.add({ kind: 'latency', milliseconds: 10 });
    await chaos.add({ kind: 'latency', keyspace: 'ks', milliseconds: 5, jitterMs: 3, operation: 'SELECT' });
    expect([chaos.latencyMs('ks', 't', 'INSERT'), chaos.latencyMs(undefined, undefined, '')]).toEqual([10, 10]);
    const waits = Array.from({ length: 200 }, () => chaos.latencyMs('ks', 't', 'SELECT'));
    expect([...new Set(waits)].sort()).toEqual([15, 16, 17, 18]);
  });

  it('fail so many restores and are used up', async () => {
    const { chaos, open } = bench();
    await chaos.add({ kind: 'fail-restore', count: 2 });
    const other = open();
    const taken = [
      await chaos.takeRestoreFailure(),
      await other.takeRestoreFailure(),
      await chaos.takeRestoreFailure(),
    ];
    expect([taken, chaos.active]).toEqual([[true, true, false], false]);
  });

  it('name zones by letter or in full, of the first Region or of the one beside them', async () => {
    const { chaos } = bench();
    for (const given of [{ zone: 'a' }, { zone: 'B' }, { zone: 'eu-west-1c' }, { zone: 'a', region: 'eu-west-1' }])
      await chaos.add({ kind: 'fail-zone', ...given });
    expect(chaos.list().rules.map((rule) => rule.kind === 'fail-zone' && rule.zone)).toEqual([
      'us-east-1a',
      'us-east-1b',
      'eu-west-1c',
      'eu-west-1a',
    ]);
    expect([chaos.zonesAlive('us-east-1'), chaos.zonesAlive('eu-west-1')]).toEqual([1, 1]);
  });

  it('end by themselves by the clock of the engine, in every process', async () => {
    const { chaos, open, clock } = bench();
    const other = open();
    await chaos.add({ kind: 'latency', milliseconds: 5 });
    const added = await chaos.add({ kind: 'throttle', keyspace: 'ks', durationMs: 60_000 });
    expect(added).toMatchObject({ id: 2, endsAt: new Date(clock.wallMs() + 60_000).toISOString() });
    clock.advance(59_999);
    expect([other.list().rules.length, other.throttles('ks', 't', 'read')]).toEqual([2, true]);
    clock.advance(1);
    expect([other.throttles('ks', 't', 'read'), other.active]).toEqual([false, true]);
    expect(other.list()).toEqual({ rules: [{ id: 1, kind: 'latency', milliseconds: 5, jitterMs: 0 }] });
    await chaos.clear(1);
    expect([other.active, other.latencyMs('ks', 't', 'SELECT')]).toEqual([false, 0]);
  });

  it('that have ended are told of once, and leave the store', async () => {
    const { kv, clock } = bench();
    let changes = 0;
    const chaos = new Chaos({
      kv,
      clock,
      random: countingRandom(),
      regions: () => regions,
      onChange: async () => void changes++,
    });
    await chaos.add({ kind: 'fail-zone', zone: 'a', durationMs: 1000 });
    clock.advance(1000);
    await chaos.poll();
    await chaos.poll();
    expect([changes, readChaos(kv).rules]).toEqual([2, []]);
  });

  it('are taken back by what they let fail', async () => {
    const { chaos } = bench();
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1';
    await chaos.add({ kind: 'fail-zone', zone: 'a' });
    await chaos.add({ kind: 'fail-region', region: 'eu-west-1' });
    await chaos.add({ kind: 'fail-key', key });
    await chaos.add({ kind: 'fail-restore', count: 3 });
    await chaos.add({ kind: 'drop', share: 0.1 });
    await chaos.recover({ kind: 'fail-zone', zone: 'us-east-1a' });
    await chaos.recover({ kind: 'fail-region', region: 'eu-west-1' });
    await chaos.recover({ kind: 'fail-key', key });
    expect((await chaos.recover({ kind: 'fail-restore' })).rules).toEqual([{ id: 5, kind: 'drop', share: 0.1 }]);
    await expect(chaos.recover({ kind: 'fail-zone', zone: 'a' })).rejects.toThrow('No rule lets it fail');
    await expect(chaos.recover({ kind: 'drop' })).rejects.toThrow(/cleared by their number/);
    await expect(chaos.recover({ kind: 'fail-zone', zone: 'x' })).rejects.toThrow(ChaosRefusal);
  });

  it('tell each process once to close connections', async () => {
    const { chaos, open } = bench();
    await chaos.dropNow(1);
    const other = open();
    const told: number[] = [];
    other.onDrop((share) => told.push(share));
    await other.poll();
    await chaos.dropNow(0.5);
    await other.poll();
    await other.poll();
    expect(told).toEqual([0.5]);
  });
});

test.each<[unknown, RegExp]>([
  [null, /object/],
  [{}, /kind must be/],
  [{ kind: 'explode' }, /kind must be/],
  [{ kind: 'throttle', share: 2 }, /share must be a number between 0 and 1/],
  [{ kind: 'throttle', share: '1' }, /share/],
  [{ kind: 'throttle', table: 't' }, /named with its keyspace/],
  [{ kind: 'throttle', direction: 'up' }, /direction must be read, write/],
  [{ kind: 'throttle', keyspace: 7 }, /keyspace must be a name/],
  [{ kind: 'latency' }, /milliseconds/],
  [{ kind: 'latency', milliseconds: -1 }, /milliseconds/],
  [{ kind: 'latency', milliseconds: 1, jitterMs: 1e9 }, /jitterMs/],
  [{ kind: 'latency', milliseconds: 1, operation: 'USE' }, /operation must be/],
  [{ kind: 'drop', share: Number.NaN }, /share/],
  [{ kind: 'fail-region', region: 'mars-1' }, /serves us-east-1, eu-west-1/],
  [{ kind: 'fail-region' }, /cannot fail here/],
  [{ kind: 'fail-restore', count: 0 }, /count/],
  [{ kind: 'fail-restore', at: 'end' }, /at must be/],
  [{ kind: 'fail-zone' }, /zone must be a, b or c, or one of us-east-1a, .*eu-west-1c/],
  [{ kind: 'fail-zone', zone: 'd' }, /zone must be/],
  [{ kind: 'fail-zone', zone: 'us-east-1' }, /zone must be/],
  [{ kind: 'fail-zone', zone: 'eu-west-1a', region: 'us-east-1' }, /zone must be/],
  [{ kind: 'fail-zone', zone: 'a', durationMs: 0 }, /durationMs must be a number between 1/],
  [{ kind: 'drop', durationMs: '5' }, /durationMs/],
])('%j is refused, and nothing is switched on', async (rule, words) => {
  const { chaos } = bench();
  const adding = chaos.add(rule);
  await expect(adding).rejects.toThrow(ChaosRefusal);
  await expect(adding).rejects.toThrow(words);
  expect(chaos.active).toBe(false);
});

it('a rule that is not there, a share of none and a seed of half are refused', async () => {
  const { chaos } = bench();
  await expect(chaos.clear(4)).rejects.toThrow('There is no rule 4');
  await expect(chaos.dropNow(0)).rejects.toThrow(ChaosRefusal);
  await expect(chaos.setSeed(0.5)).rejects.toThrow(ChaosRefusal);
});

describe('an engine under faults', () => {
  const open: ScriptEngine[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.engine.close();
  });
  async function engineWithTable() {
    const script = await ScriptEngine.open();
    open.push(script);
    await script.run("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
    await script.run('CREATE TABLE ks.t (id int PRIMARY KEY, v int)');
    await script.run('CREATE TABLE ks.u (id int PRIMARY KEY, v int)');
    return script;
  }
  const codeOf = async (running: Promise<unknown>) => {
    try {
      await running;
    } catch (error) {
      if (error instanceof CqlError) return error.code;
      throw error;
    }
    return undefined;
  };
  const insert = (table: string) => `INSERT INTO ks.${table} (id, v) VALUES (1, 1)`;

  it('throttles one table as if its capacity were used up, and counts it', async () => {
    const script = await engineWithTable();
    await script.engine.chaos.add({ kind: 'throttle', keyspace: 'ks', table: 't', direction: 'write' });
    expect(await codeOf(script.run(insert('t')))).toBe(ErrorCode.writeTimeout);
    expect(await codeOf(script.run(`BEGIN UNLOGGED BATCH ${insert('t')}; APPLY BATCH`))).toBe(ErrorCode.writeTimeout);
    expect(await codeOf(script.run('SELECT * FROM ks.t WHERE id = 1'))).toBeUndefined();
    expect(await codeOf(script.run(insert('u')))).toBeUndefined();
    script.clock.advance(1000);
    // behind the writing of the figures
    await script.engine.chaos.clear();
    const [table] = script.engine.live('us-east-1', 2).tables.filter(({ table }) => table === 't');
    expect(await codeOf(script.run(insert('t')))).toBeUndefined();
    expect([table?.throttledWrites, table?.throttleCauses]).toEqual([1, { table: 1 }]);
  });

  it('answers late, and the time is measured; rows outlive what runs between', async () => {
    const script = await engineWithTable();
    await script.run(insert('t'));
    await script.engine.chaos.add({
      kind: 'latency',
      keyspace: 'ks',
      table: 't',
      operation: 'SELECT',
      milliseconds: 250,
    });
    const before = script.clock.wallMs();
    const late = script.run('SELECT id, v FROM ks.t WHERE id = 1');
    const other = script.run('SELECT id FROM ks.u');
    const [outcome] = await Promise.all([late, other]);
    expect(script.clock.wallMs() - before).toBe(250);
    expect(outcome.kind === 'rows' && Buffer.from(outcome.body).toString('hex')).toBe('0000000400000001'.repeat(2));
    script.clock.advance(1000);
    await script.engine.chaos.clear();
    const [table] = script.engine.live('us-east-1', 2).tables.filter(({ table }) => table === 't');
    expect(table?.readLatency.p50).toBeGreaterThan(240);
  });

  it('plans a late statement again when the schema changed meanwhile', async () => {
    const script = await engineWithTable();
    const prepared = script.session.prepare('SELECT * FROM ks.t WHERE id = 1');
    const caller = { region: 'us-east-1', accountId: '1', principal: 'arn:x', userAgent: '', sourceAddress: '' };
    const change = { keyspaceName: 'ks', tableName: 't', addColumns: [{ name: 'w', type: 'int' }] };
    await script.engine.control.call('UpdateTable', change, caller);
    // the column is there when the statement runs
    await script.engine.chaos.add({ kind: 'latency', milliseconds: 5000 });
    const outcomes = [script.session.execute(prepared, { consistency: 6 }), script.run('SELECT * FROM ks.t')];
    for (const outcome of await Promise.all(outcomes))
      expect(outcome.kind === 'rows' && outcome.columns.map(({ name }) => name)).toEqual(['id', 'v', 'w']);
  });

  it('loses a Region: statements, batches and calls fail as its absence makes them', async () => {
    const script = await engineWithTable();
    await script.engine.chaos.add({ kind: 'fail-region', region: 'us-east-1' });
    expect(await codeOf(script.run(insert('t')))).toBe(ErrorCode.unavailable);
    expect(await codeOf(script.run('SELECT * FROM ks.t'))).toBe(ErrorCode.unavailable);
    expect(() => script.session.prepare('SELECT * FROM ks.t')).toThrow(CqlError);
    const batch = { type: 'unlogged' as const, children: [{ statement: insert('t'), values: [] }] };
    expect(await codeOf(script.session.batch(batch, { consistency: 6 }))).toBe(ErrorCode.unavailable);
    const caller = { region: 'us-east-1', accountId: '1', principal: 'arn:x', userAgent: '', sourceAddress: '' };
    await expect(script.engine.control.call('ListKeyspaces', {}, caller)).rejects.toMatchObject({ httpStatus: 503 });
    await script.engine.chaos.clear();
    expect(await codeOf(script.run(insert('t')))).toBeUndefined();
  });

  it('fails the next restore by API, and only that', async () => {
    const script = await engineWithTable();
    await script.engine.chaos.add({ kind: 'fail-restore' });
    const caller = { region: 'us-east-1', accountId: '1', principal: 'arn:x', userAgent: '', sourceAddress: '' };
    const restore = () => script.engine.control.call('RestoreTable', {}, caller);
    await expect(restore()).rejects.toMatchObject({ type: 'InternalServerException', httpStatus: 500 });
    await expect(restore()).rejects.toMatchObject({ type: 'ValidationException' });
  });

  it('breaks the next restores midway, counts accepted ones alone, and tells what recovers', async () => {
    const script = await engineWithTable();
    const { chaos, control } = script.engine;
    const caller = { region: 'us-east-1', accountId: '1', principal: 'arn:x', userAgent: '', sourceAddress: '' };
    const target = { keyspaceName: 'ks', tableName: 'copy' };
    const restore = (targetTableName: string) =>
      control.call(
        'RestoreTable',
        { sourceKeyspaceName: 'ks', sourceTableName: 't', targetKeyspaceName: 'ks', targetTableName },
        caller,
      );
    await control.call(
      'UpdateTable',
      { keyspaceName: 'ks', tableName: 't', pointInTimeRecovery: { status: 'ENABLED' } },
      caller,
    );
    script.clock.advance(10_000);
    await chaos.add({ kind: 'fail-restore', at: 'midway', count: 2 });
    await chaos.add({ kind: 'fail-restore' });
    await expect(restore('copy')).rejects.toMatchObject({ httpStatus: 500 });
    await expect(restore('t')).rejects.toMatchObject({ type: 'ConflictException' });
    await restore('copy');
    expect(chaos.list().rules).toEqual([{ id: 1, kind: 'fail-restore', at: 'midway', count: 1 }]);
    expect(await control.call('GetTable', target, caller)).toMatchObject({ status: 'RESTORING' });
    for (let piece = 0; piece < 5; piece++) {
      script.clock.advance(1000);
      await setImmediate();
    }
    await expect(control.call('GetTable', target, caller)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
    await expect(chaos.recover({ kind: 'fail-restore', at: 'call' })).rejects.toThrow(ChaosRefusal);
    expect((await chaos.recover({ kind: 'fail-restore' })).rules).toEqual([]);
  });
});
