// The CQL that API calls amount to is CQL: the engine's own parser takes it.

import { describe, expect, it } from 'vitest';
import { rawQueryOf } from '../../../../src/core/engine/audit/raw-query.js';
import { parseStatement } from '../../../../src/core/engine/cql/syntax/parser/statement.js';

const at = { keyspaceName: 'ks', tableName: 'My Table' };
const arn = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/';
const tracking = {
  minimumUnits: 5,
  maximumUnits: 10,
  scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 50, disableScaleIn: true } },
};

const cases: readonly (readonly [string, object, string])[] = [
  ['CreateKeyspace', { keyspaceName: 'ks' }, 'CREATE KEYSPACE "ks" WITH REPLICATION'],
  [
    'CreateKeyspace',
    {
      keyspaceName: 'ks',
      replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'eu-west-1'] },
      tags: [{ key: 'a', value: "it's" }],
    },
    `'us-east-1': '3', 'eu-west-1': '3'} AND TAGS = {'a': 'it''s'}`,
  ],
  ['UpdateKeyspace', { keyspaceName: 'ks', clientSideTimestamps: { status: 'ENABLED' } }, 'ALTER KEYSPACE "ks"'],
  ['DeleteKeyspace', { keyspaceName: 'ks' }, 'DROP KEYSPACE "ks"'],
  [
    'CreateTable',
    {
      ...at,
      schemaDefinition: {
        allColumns: [
          { name: 'a', type: 'int' },
          { name: 'b', type: 'frozen<map<text, int>>' },
          { name: 'c', type: 'timestamp' },
          { name: 's', type: 'text' },
        ],
        partitionKeys: [{ name: 'a' }, { name: 'b' }],
        clusteringKeys: [{ name: 'c', orderBy: 'DESC' }],
        staticColumns: [{ name: 's' }],
      },
      ttl: { status: 'ENABLED' },
      defaultTimeToLive: 60,
      pointInTimeRecovery: { status: 'ENABLED' },
      encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: 'arn:aws:kms:x' },
      cdcSpecification: { status: 'ENABLED', viewType: 'KEYS_ONLY' },
    },
    `CREATE TABLE "ks"."My Table" ("a" int, "b" frozen<map<text, int>>, "c" timestamp, "s" text STATIC, PRIMARY KEY (("a", "b"), "c"))`,
  ],
  [
    'UpdateTable',
    { ...at, addColumns: [{ name: 'x', type: 'set<int>' }] },
    'ALTER TABLE "ks"."My Table" ADD ("x" set<int>)',
  ],
  [
    'UpdateTable',
    {
      ...at,
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 1, writeCapacityUnits: 2 },
      autoScalingSpecification: {
        writeCapacityAutoScaling: tracking,
        readCapacityAutoScaling: { autoScalingDisabled: true },
      },
    },
    `'provisioned_read_capacity_autoscaling_update': {'autoscaling_disabled': true}}`,
  ],
  ['UpdateTable', { ...at, warmThroughputSpecification: { readUnitsPerSecond: 13_000 } }, `'warm_throughput'`],
  ['UpdateTable', { ...at, defaultTimeToLive: 0 }, 'WITH default_time_to_live = 0'],
  ['DeleteTable', at, 'DROP TABLE "ks"."My Table"'],
  [
    'CreateType',
    { keyspaceName: 'ks', typeName: 'address', fieldDefinitions: [{ name: 'street', type: 'text' }] },
    'CREATE TYPE "ks"."address" ("street" text)',
  ],
  ['DeleteType', { keyspaceName: 'ks', typeName: 'address' }, 'DROP TYPE "ks"."address"'],
  ['TagResource', { resourceArn: arn, tags: [{ key: 'a', value: 'b' }] }, `ALTER KEYSPACE "ks" ADD TAGS {'a': 'b'}`],
  [
    'UntagResource',
    { resourceArn: `${arn}table/t`, tags: [{ key: 'a', value: 'b' }] },
    `ALTER TABLE "ks"."t" DROP TAGS {'a': 'b'}`,
  ],
  [
    'RestoreTable',
    {
      sourceKeyspaceName: 'ks',
      sourceTableName: 'a',
      targetKeyspaceName: 'ks',
      targetTableName: 'b',
      restoreTimestamp: 1_700_000_000,
      capacitySpecificationOverride: { throughputMode: 'PAY_PER_REQUEST' },
    },
    `RESTORE TABLE "ks"."b" FROM TABLE "ks"."a" WITH restore_timestamp = '2023-11-14T22:13:20.000Z'`,
  ],
];

describe('rawQuery of API calls', () => {
  it.each(cases)('%s %j', (operation, input, part) => {
    const text = rawQueryOf(operation, input as Record<string, unknown>) ?? '';
    expect(text).toContain(part);
    expect(() => parseStatement(text)).not.toThrow();
  });

  it('is nothing for what no statement says', () => {
    expect(rawQueryOf('GetTable', at)).toBeUndefined();
  });
});
