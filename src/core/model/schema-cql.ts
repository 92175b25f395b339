// Descriptions → CQL, for DESCRIBE and for reading: the statement that would make the thing again, with the properties
// that Amazon Keyspaces adds [facts/control-plane 14].

import type {
  AutoScalingSettings,
  KeyspaceDescription,
  TableDescription,
  Tag,
  TypeDescription,
} from './control-shapes.js';

/** Words that CQL takes as names only in quotes: the reserved ones of Cassandra 3.11. */
const reserved = new Set(
  `add allow alter and apply asc authorize batch begin by columnfamily create delete desc describe drop entries execute
   from full grant if in index infinity insert into is keyspace limit materialized modify nan norecursive not null of on or
   order primary rename replace revoke schema select set table to token truncate unlogged update use using view where
   with`.split(/\s+/),
);

export function quoteName(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export function keyspaceCql(keyspace: KeyspaceDescription): string {
  const replication =
    keyspace.replicationStrategy === 'MULTI_REGION'
      ? `{'class': 'NetworkTopologyStrategy', ${(keyspace.replicationRegions ?? []).map((region) => `'${region}': '3'`).join(', ')}}`
      : "{'class': 'SingleRegionStrategy'}";
  return `CREATE KEYSPACE ${quoteName(keyspace.keyspaceName)} WITH REPLICATION = ${replication} AND DURABLE_WRITES = true;`;
}

export function typeCql(type: TypeDescription): string {
  const fields = type.fieldDefinitions.map((field) => `    ${quoteName(field.name)} ${field.type}`).join(',\n');
  return `CREATE TYPE ${quoteName(type.keyspaceName)}.${quoteName(type.typeName)} (\n${fields}\n);`;
}

export function tableCql(table: TableDescription, tags: readonly Tag[] = []): string {
  const schema = table.schemaDefinition;
  const statics = new Set((schema.staticColumns ?? []).map((column) => column.name));
  const columns = schema.allColumns.map(
    (column) => `    ${quoteName(column.name)} ${column.type}${statics.has(column.name) ? ' STATIC' : ''}`,
  );
  const partition = schema.partitionKeys.map((key) => quoteName(key.name));
  const clustering = schema.clusteringKeys ?? [];
  const key = [
    partition.length > 1 ? `(${partition.join(', ')})` : partition[0],
    ...clustering.map((column) => quoteName(column.name)),
  ].join(', ');
  const options: string[] = [];
  if (clustering.length > 0) {
    const order = clustering.map((column) => `${quoteName(column.name)} ${column.orderBy}`).join(', ');
    options.push(`CLUSTERING ORDER BY (${order})`);
  }
  if (table.comment?.message) options.push(`comment = ${text(table.comment.message)}`);
  if (table.defaultTimeToLive) options.push(`default_time_to_live = ${table.defaultTimeToLive}`);
  const properties = customProperties(table);
  if (properties.length > 0) options.push(`CUSTOM_PROPERTIES = {\n        ${properties.join(',\n        ')}\n    }`);
  if (table.cdcSpecification?.status === 'ENABLED') options.push('cdc = TRUE');
  if (tags.length > 0) options.push(`TAGS = {${tags.map((tag) => `${text(tag.key)}: ${text(tag.value)}`).join(', ')}}`);
  const tail = options.length > 0 ? ` WITH ${options.join('\n    AND ')}` : '';
  const name = `${quoteName(table.keyspaceName)}.${quoteName(table.tableName)}`;
  return `CREATE TABLE ${name} (\n${columns.join(',\n')},\n    PRIMARY KEY (${key})\n)${tail};`;
}

function customProperties(table: TableDescription): string[] {
  const properties: string[] = [];
  const capacity = table.capacitySpecification;
  if (capacity?.throughputMode === 'PROVISIONED') {
    properties.push(
      `'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': ${capacity.readCapacityUnits}, 'write_capacity_units': ${capacity.writeCapacityUnits}}`,
    );
  } else if (capacity !== undefined) {
    properties.push("'capacity_mode': {'throughput_mode': 'PAY_PER_REQUEST'}");
  }
  const encryption = table.encryptionSpecification;
  if (encryption?.type === 'CUSTOMER_MANAGED_KMS_KEY') {
    properties.push(
      `'encryption_specification': {'encryption_type': 'CUSTOMER_MANAGED_KMS_KEY', 'kms_key_identifier': ${text(encryption.kmsKeyIdentifier ?? '')}}`,
    );
  }
  if (table.pointInTimeRecovery?.status === 'ENABLED') {
    properties.push("'point_in_time_recovery': {'status': 'enabled'}");
  }
  if (table.ttl?.status === 'ENABLED') properties.push("'ttl': {'status': 'enabled'}");
  if (table.clientSideTimestamps?.status === 'ENABLED') {
    properties.push("'client_side_timestamps': {'status': 'enabled'}");
  }
  if (table.cdcSpecification?.status === 'ENABLED' && table.cdcSpecification.viewType !== undefined) {
    properties.push(`'cdc_specification': {'view_type': '${table.cdcSpecification.viewType}'}`);
  }
  return properties;
}

/** `50-800 at 70%`, `off`. */
export function scalingText(settings: AutoScalingSettings | undefined): string {
  if (settings === undefined || settings.autoScalingDisabled === true || settings.maximumUnits === undefined)
    return 'off';
  const target = settings.scalingPolicy?.targetTrackingScalingPolicyConfiguration?.targetValue;
  return `${settings.minimumUnits}-${settings.maximumUnits}${target === undefined ? '' : ` at ${target}%`}`;
}
