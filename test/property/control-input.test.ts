// Whatever JSON comes in, an operation answers or refuses with an error of the API; it never fails otherwise, and what
// it makes can be read back.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/core/engine/control/api.js';
import { apiOperations } from '../../src/core/engine/control/operations.js';
import { openStand } from '../core/engine/control/stand.js';

const usually = <T>(good: T, others: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: others });
const odd = fc.constantFrom('t', 'u', 'K', '', 'a-b', 'x'.repeat(49), 'system');
const keyspaceName = usually('ks', odd);
const name = fc.constantFrom('t', 't', 't', 'u', 'v', 'K', '', 'a-b');
const type = fc.constantFrom(
  'int',
  'text',
  'counter',
  'list<int>',
  'frozen<u>',
  'map<text,',
  'u',
  '"',
  'tuple<int, u>',
);
const named = fc.record({ name: fc.constantFrom('a', 'b', 'c', '') });
const status = fc.record({ status: fc.constantFrom('ENABLED', 'DISABLED', 'x') });
const units = fc.constantFrom(1, 5, 40_000, 0, -1, 1.5, '5');
const tags = fc.array(fc.record({ key: fc.string({ maxLength: 3 }), value: fc.string({ maxLength: 3 }) }), {
  maxLength: 3,
});
const column = fc.record({ name: fc.constantFrom('a', 'b', 'c', ''), type });
const side = fc.record(
  {
    autoScalingDisabled: fc.boolean(),
    minimumUnits: units,
    maximumUnits: units,
    scalingPolicy: fc.record({ targetTrackingScalingPolicyConfiguration: fc.record({ targetValue: fc.integer() }) }),
  },
  { requiredKeys: [] },
);

const goodSchema: Record<string, unknown> = {
  allColumns: [
    { name: 'a', type: 'int' },
    { name: 'b', type: 'frozen<u>' },
  ],
  partitionKeys: [{ name: 'a' }],
};

const required = [
  'keyspaceName',
  'tableName',
  'typeName',
  'sourceKeyspaceName',
  'sourceTableName',
  'targetKeyspaceName',
  'targetTableName',
  'schemaDefinition',
  'fieldDefinitions',
  'resourceArn',
];

/** Members of any operation, mostly of the right form, each sometimes replaced by any JSON. */
const input = fc.record(
  Object.fromEntries(
    Object.entries({
      keyspaceName,
      tableName: name,
      typeName: name,
      sourceKeyspaceName: keyspaceName,
      sourceTableName: name,
      targetKeyspaceName: keyspaceName,
      targetTableName: name,
      schemaDefinition: fc.oneof(
        fc.constant(goodSchema),
        fc.record(
          {
            allColumns: fc.array(column, { maxLength: 4 }),
            partitionKeys: fc.array(named, { maxLength: 2 }),
            clusteringKeys: fc.array(
              fc.record({ name: fc.constantFrom('b', 'c'), orderBy: fc.constantFrom('ASC', 'DESC') }),
            ),
            staticColumns: fc.array(named, { maxLength: 1 }),
          },
          { requiredKeys: ['allColumns', 'partitionKeys'] },
        ),
      ),
      capacitySpecification: fc.record(
        {
          throughputMode: fc.constantFrom('PROVISIONED', 'PAY_PER_REQUEST'),
          readCapacityUnits: units,
          writeCapacityUnits: units,
        },
        { requiredKeys: ['throughputMode'] },
      ),
      pointInTimeRecovery: status,
      ttl: status,
      clientSideTimestamps: status,
      defaultTimeToLive: units,
      addColumns: fc.array(column, { maxLength: 2 }),
      autoScalingSpecification: fc.record({ readCapacityAutoScaling: side }, { requiredKeys: [] }),
      cdcSpecification: status,
      warmThroughputSpecification: fc.record({ readUnitsPerSecond: units }),
      fieldDefinitions: fc.array(column, { maxLength: 3 }),
      tags,
      resourceArn: fc.constantFrom(
        'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t',
        'arn:aws:cassandra:x',
      ),
      nextToken: fc.string(),
      maxResults: units,
      restoreTimestamp: fc.double(),
    }).map(([member, good]) => [
      member,
      fc.oneof({ weight: 30, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: fc.jsonValue() }),
    ]),
  ),
  { requiredKeys: required },
);

/** The members that an operation must have, and now and then another. */
const stepOf = (members: fc.Arbitrary<Record<string, unknown>>) =>
  fc.record({
    operation: fc.constantFrom(...apiOperations.keys(), 'CreateTable', 'UpdateTable', 'GetTable'),
    input: members.chain((all) =>
      fc
        .subarray(
          Object.keys(all).filter((member) => !required.includes(member)),
          { maxLength: 1 },
        )
        .map((more) =>
          Object.fromEntries(Object.entries(all).filter(([at]) => required.includes(at) || more.includes(at))),
        ),
    ),
    passMs: fc.constantFrom(0, 500, 5_000, 90_000_000),
  });

const step = stepOf(input as fc.Arbitrary<Record<string, unknown>>);

describe('operations under any input', () => {
  it('answer, or refuse with an error of the API', async () => {
    let answers = 0;
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const stand = openStand();
        await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
        stand.settle();
        await stand.call('CreateType', {
          keyspaceName: 'ks',
          typeName: 'u',
          fieldDefinitions: [{ name: 'f', type: 'int' }],
        });
        stand.settle();
        for (const { operation, input, passMs } of steps) {
          try {
            expect(JSON.parse(JSON.stringify(await stand.call(operation, input)))).toBeTypeOf('object');
            answers += 1;
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            refusals += 1;
          }
          stand.clock.nowMs += passMs;
          for (const record of stand.catalog.tables()) {
            const { keyspace, name, status } = record;
            const ready = status.state === 'ACTIVE' || status.state === 'UPDATING';
            expect(stand.catalog.table(keyspace, name) !== undefined).toBe(ready);
            expect(await stand.call('GetTable', { keyspaceName: keyspace, tableName: name })).toMatchObject({
              status: status.state,
            });
          }
          const numbers = [...stand.catalog.tables(), ...stand.catalog.droppedTables()].map((record) => record.number);
          expect(new Set(numbers).size).toBe(numbers.length);
        }
      }),
      { numRuns: 400 },
    );
    // a property that only ever saw refusals would say little
    expect(answers).toBeGreaterThan(100);
    expect(refusals).toBeGreaterThan(100);
  });
});
