import { describe, expect, it } from 'vitest';
import type { TableDescription } from '../../../src/core/model/control-shapes.js';
import { keyspaceCql, quoteName, tableCql, typeCql } from '../../../src/core/model/schema-cql.js';

const table: TableDescription = {
  keyspaceName: 'shop',
  tableName: 'Orders',
  resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/Orders',
  status: 'ACTIVE',
  schemaDefinition: {
    allColumns: [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
      { name: 'at', type: 'timestamp' },
      { name: 'select', type: 'text' },
    ],
    partitionKeys: [{ name: 'a' }, { name: 'b' }],
    clusteringKeys: [{ name: 'at', orderBy: 'DESC' }],
    staticColumns: [{ name: 'select' }],
  },
  capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 6 },
  pointInTimeRecovery: { status: 'ENABLED' },
  comment: { message: "it's" },
  defaultTimeToLive: 60,
};

describe('descriptions as CQL', () => {
  it('prints a table with what Keyspaces adds', () => {
    expect(tableCql(table, [{ key: 'team', value: 'shop' }])).toBe(`CREATE TABLE shop."Orders" (
    a int,
    b int,
    at timestamp,
    "select" text STATIC,
    PRIMARY KEY ((a, b), at)
) WITH CLUSTERING ORDER BY (at DESC)
    AND comment = 'it''s'
    AND default_time_to_live = 60
    AND CUSTOM_PROPERTIES = {
        'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 5, 'write_capacity_units': 6},
        'point_in_time_recovery': {'status': 'enabled'}
    }
    AND TAGS = {'team': 'shop'};`);
  });

  it('prints keyspaces of one and of several Regions', () => {
    const keyspace = { keyspaceName: 'shop', resourceArn: '', replicationStrategy: 'SINGLE_REGION' };
    expect(keyspaceCql(keyspace)).toContain("{'class': 'SingleRegionStrategy'}");
    const many = { ...keyspace, replicationStrategy: 'MULTI_REGION', replicationRegions: ['us-east-1', 'eu-west-1'] };
    expect(keyspaceCql(many)).toContain("'us-east-1': '3', 'eu-west-1': '3'");
  });

  it('prints a type', () => {
    const type = { keyspaceName: 'shop', typeName: 'address', fieldDefinitions: [{ name: 'street', type: 'text' }] };
    expect(typeCql(type)).toBe('CREATE TYPE shop.address (\n    street text\n);');
  });

  it('quotes what CQL would read otherwise', () => {
    expect(['plain_1', 'Case', 'order', '1st', 'a"b'].map(quoteName)).toEqual([
      'plain_1',
      '"Case"',
      '"order"',
      '"1st"',
      '"a""b"',
    ]);
  });
});
