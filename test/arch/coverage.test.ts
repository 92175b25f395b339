// docs/coverage.md is current, agrees with the models of the installed SDK clients, and is true of the engine where a
// machine can see it: operations, input members that are looked at, output members that are there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import { countingRandom, FakeClock } from '../support/fake-clock.js';

type Json = Record<string, unknown>;
type Claims = Readonly<Record<string, { readonly state: string; readonly leaf?: boolean }>>;
interface Service {
  readonly name: string;
  readonly client?: string;
  readonly others: string;
  readonly operations: Readonly<Record<string, { readonly in: Claims; readonly out: Claims }>>;
  readonly structures: Readonly<Record<string, Claims>>;
}

const root = join(import.meta.dirname, '../..');
const script = async (name: string) => import(pathToFileURL(join(root, 'scripts', name)).href);
const { coverage, modelOf } = (await script('coverage.mjs')) as {
  coverage(): Promise<{ page: string; problems: string[] }>;
  modelOf(client: string): Promise<ReadonlyMap<string, unknown>>;
};
const { services } = (await script('coverage-claims.mjs')) as { services: readonly Service[] };
const service = (name: string): Service => services.find((each) => each.name === name)!;

it('the page is current: if not, run node scripts/coverage.mjs', async () => {
  const { page, problems } = await coverage();
  expect(problems).toEqual([]);
  expect(readFileSync(join(root, 'docs/coverage.md'), 'utf8')).toBe(page);
});

const caller = {
  region: 'us-east-1',
  accountId: '111122223333',
  principal: 'arn:aws:iam::111122223333:user/alice',
  userAgent: '',
  sourceAddress: '',
};
const at = { keyspaceName: 'ks', tableName: 't' };
const clock = new FakeClock();
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({
    dataDir: '',
    kv: memoryKv(),
    clock,
    random: countingRandom(),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    regions: ['us-east-1', 'eu-west-1'],
  });
});
afterAll(() => engine.close());

interface Door {
  call(operation: string, input: unknown, from: typeof caller): Promise<Json>;
}

function doorOf(name: string): Door | undefined {
  const doors: Readonly<Record<string, Door>> = {
    'Amazon Keyspaces': engine.control,
    'Amazon Keyspaces Streams': engine.streams,
    'Amazon CloudWatch': engine.account.monitoring,
    'AWS CloudTrail': engine.account.cloudTrail,
    'Application Auto Scaling': engine.account.applicationAutoScaling,
    'Service Quotas': engine.account.serviceQuotas,
  };
  return doors[name];
}

const unknown = ['UnknownOperationException', 'UnsupportedOperationException'];

async function errorOf(door: Door, operation: string, input: unknown): Promise<{ type: string; message: string }> {
  return door.call(operation, input, caller).then(
    () => ({ type: 'none', message: '' }),
    (error: { type: string; message: string }) => ({ type: error.type, message: error.message }),
  );
}

describe('operations', () => {
  it.each(
    services.filter(({ name }) => name !== 'AWS Security Token Service').map((each) => [each.name, each] as const),
  )(
    'of %s that are named are answered, and the others refused as the page says',
    async (name, { operations, others, client }) => {
      const door = doorOf(name)!;
      for (const operation of Object.keys(operations))
        expect(unknown, operation).not.toContain((await errorOf(door, operation, {})).type);
      const model = client === undefined ? [] : [...(await modelOf(client)).keys()];
      for (const operation of model.filter((each) => operations[each] === undefined))
        expect(others, operation).toContain((await errorOf(door, operation, {})).type);
    },
  );
});

/** A value of another JSON type than any member may have: each shape says where it found it. */
const wrong = (): readonly unknown[] => [[], 'text', {}, 1.5];

describe('input members that the page has as looked at', () => {
  const shaped = ['Amazon Keyspaces', 'Amazon Keyspaces Streams', 'Application Auto Scaling'];
  const cases = shaped.flatMap((name) =>
    Object.entries(service(name).operations).flatMap(([operation, claims]) =>
      Object.entries(claims.in).map(([member, claim]) => [name, operation, member, claim] as const),
    ),
  );
  it.each(cases)('%s %s %s', async (name, operation, member, claim) => {
    const found = await Promise.all(wrong().map((value) => errorOf(doorOf(name)!, operation, { [member]: value })));
    const places = found.filter(({ type }) => type === 'SerializationException').map(({ message }) => message);
    if (claim.leaf === true) expect(places).toEqual([]);
    else expect(places.join()).toContain(`at '${member}'`);
  });
});

describe('input members of CloudWatch that the page has as refused', () => {
  const { in: claims } = service('Amazon CloudWatch').operations.PutMetricAlarm!;
  it.each(Object.keys(claims).filter((member) => claims[member]?.state === 'refused'))('%s', async (member) => {
    const refusal = await errorOf(engine.account.monitoring, 'PutMetricAlarm', { AlarmName: 'a', [member]: 'x' });
    expect(refusal).toMatchObject({ type: 'ValidationError', message: expect.stringContaining('not offered') });
  });
});

describe('output members of Keyspaces', () => {
  const seen = new Map<string, Set<string>>();
  const run = async (operation: string, input: Json): Promise<Json> => {
    const output = await engine.control.call(operation, input, caller);
    const members = seen.get(operation) ?? new Set();
    for (const member of Object.keys(output)) members.add(member);
    seen.set(operation, members);
    return output;
  };
  const change = async (operation: string, input: Json): Promise<Json> => {
    const output = await run(operation, input);
    clock.advance(3_600_000);
    return output;
  };

  beforeAll(async () => {
    const replicationSpecification = { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'eu-west-1'] };
    const { resourceArn } = await change('CreateKeyspace', { keyspaceName: 'ks' });
    await change('UpdateKeyspace', { keyspaceName: 'ks', replicationSpecification });
    const names = { keyspaceName: 'ks', typeName: 'u' };
    await change('CreateType', { ...names, fieldDefinitions: [{ name: 'a', type: 'int' }] });
    await run('GetType', names);
    await change('DeleteType', names);
    const schemaDefinition = { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] };
    await change('CreateTable', {
      ...at,
      schemaDefinition,
      cdcSpecification: { status: 'ENABLED' },
      pointInTimeRecovery: { status: 'ENABLED' },
      ttl: { status: 'ENABLED' },
    });
    await run('GetKeyspace', { keyspaceName: 'ks' });
    await run('GetTable', at);
    await run('GetTableAutoScalingSettings', at);
    const source = { sourceKeyspaceName: 'ks', sourceTableName: 't' };
    await change('RestoreTable', { ...source, targetKeyspaceName: 'ks', targetTableName: 'copy' });
    for (const name of ['v', 'w']) {
      const typed = { keyspaceName: 'ks', typeName: name, fieldDefinitions: [{ name: 'a', type: 'int' }] };
      await change('CreateType', typed);
    }
    const tags = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ];
    await run('TagResource', { resourceArn, tags });
    await run('ListKeyspaces', { maxResults: 1 });
    await run('ListTables', { keyspaceName: 'ks', maxResults: 1 });
    await run('ListTypes', { keyspaceName: 'ks', maxResults: 1 });
    await run('ListTagsForResource', { resourceArn, maxResults: 1 });
    await run('UntagResource', { resourceArn, tags });
    const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 1, writeCapacityUnits: 1 };
    await change('UpdateTable', { ...at, capacitySpecification });
    await change('DeleteTable', at);
    await change('DeleteTable', { ...at, tableName: 'copy' });
    await run('DeleteKeyspace', { keyspaceName: 'ks' });
  });

  it.each(Object.entries(service('Amazon Keyspaces').operations))('%s', (operation, { out }) => {
    const claimed = Object.keys(out).filter((member) => out[member]?.leaf !== true);
    expect([...(seen.get(operation) ?? ['never called'])].sort()).toEqual(claimed.sort());
  });
});
