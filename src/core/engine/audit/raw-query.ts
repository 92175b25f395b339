// The CQL that an API call amounts to: CloudTrail records calls of the Keyspaces API with their equivalent statement in
// `rawQuery` [control-plane facts 7.1, 14]. Written from input that nobody has validated, so it never throws.

type Members = Readonly<Record<string, unknown>>;

/** Undefined where no statement says the same. */
export function rawQueryOf(operation: string, input: Members): string | undefined {
  const table = `${name(input.keyspaceName)}.${name(input.tableName)}`;
  switch (operation) {
    case 'CreateKeyspace':
      return `CREATE KEYSPACE ${name(input.keyspaceName)}${withClauses([replication(input), ...tags(input.tags)])}`;
    case 'UpdateKeyspace':
      return `ALTER KEYSPACE ${name(input.keyspaceName)}${withClauses([
        replication(input),
        ...(input.clientSideTimestamps === undefined ? [] : ["CLIENT_SIDE_TIMESTAMPS = {'status': 'ENABLED'}"]),
      ])}`;
    case 'DeleteKeyspace':
      return `DROP KEYSPACE ${name(input.keyspaceName)}`;
    case 'CreateTable':
      return `CREATE TABLE ${table} (${columnsOf(input)})${withClauses([...order(input), ...settings(input), ...tags(input.tags)])}`;
    case 'UpdateTable':
      return alterTable(table, input);
    case 'DeleteTable':
      return `DROP TABLE ${table}`;
    case 'CreateType': {
      const fields = list(input.fieldDefinitions).map((field) => `${name(field.name)} ${plain(field.type)}`);
      return `CREATE TYPE ${name(input.keyspaceName)}.${name(input.typeName)} (${fields.join(', ')})`;
    }
    case 'DeleteType':
      return `DROP TYPE ${name(input.keyspaceName)}.${name(input.typeName)}`;
    case 'TagResource':
      return `ALTER ${resource(input.resourceArn)} ADD ${tags(input.tags)[0]?.replace('TAGS = ', 'TAGS ') ?? 'TAGS {}'}`;
    case 'UntagResource':
      return `ALTER ${resource(input.resourceArn)} DROP ${tags(input.tags)[0]?.replace('TAGS = ', 'TAGS ') ?? 'TAGS {}'}`;
    case 'RestoreTable':
      return restore(input);
    default:
      return undefined;
  }
}

const members = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
const list = (value: unknown): readonly Members[] => (Array.isArray(value) ? value.map(members) : []);
const plain = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
const name = (value: unknown): string => `"${plain(value).replaceAll('"', '""')}"`;
const text = (value: unknown): string => `'${plain(value).replaceAll("'", "''")}'`;
const withClauses = (clauses: readonly string[]): string =>
  clauses.length > 0 ? ` WITH ${clauses.join(' AND ')}` : '';

/** `{'a': 'b', 'c': 1, 'd': {…}}`; members without a value are left out. */
function map(value: Members): string {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return `{${entries.map(([key, member]) => `${text(key)}: ${mapValue(member)}`).join(', ')}}`;
}
function mapValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) return map(members(value));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(value);
}

function tags(value: unknown): string[] {
  if (value === undefined) return [];
  return [`TAGS = ${map(Object.fromEntries(list(value).map((tag) => [plain(tag.key), plain(tag.value)])))}`];
}

function replication(input: Members): string {
  const given = members(input.replicationSpecification);
  const regions = Array.isArray(given.regionList) ? given.regionList.map(plain) : [];
  const multi = given.replicationStrategy === 'MULTI_REGION';
  const pairs = multi ? Object.fromEntries(regions.map((region) => [region, '3'])) : {};
  return `REPLICATION = ${map({ class: multi ? 'NetworkTopologyStrategy' : 'SingleRegionStrategy', ...pairs })}`;
}

function columnsOf(input: Members): string {
  const schema = members(input.schemaDefinition);
  const statics = new Set(list(schema.staticColumns).map((column) => plain(column.name)));
  const columns = list(schema.allColumns).map(
    (column) => `${name(column.name)} ${plain(column.type)}${statics.has(plain(column.name)) ? ' STATIC' : ''}`,
  );
  const partition = list(schema.partitionKeys).map((column) => name(column.name));
  const clustering = list(schema.clusteringKeys).map((column) => name(column.name));
  const key = [partition.length === 1 ? partition[0] : `(${partition.join(', ')})`, ...clustering].join(', ');
  return [...columns, `PRIMARY KEY (${key})`].join(', ');
}

function order(input: Members): string[] {
  const clustering = list(members(input.schemaDefinition).clusteringKeys);
  if (clustering.length === 0) return [];
  const columns = clustering.map((column) => `${name(column.name)} ${plain(column.orderBy)}`.trim());
  return [`CLUSTERING ORDER BY (${columns.join(', ')})`];
}

function capacity(value: unknown): Members {
  const given = members(value);
  return {
    throughput_mode: given.throughputMode,
    read_capacity_units: given.readCapacityUnits,
    write_capacity_units: given.writeCapacityUnits,
  };
}

function scalingSide(value: unknown): Members | undefined {
  if (value === undefined) return undefined;
  const given = members(value);
  if (given.autoScalingDisabled === true) return { autoscaling_disabled: true };
  const policy = members(members(given.scalingPolicy).targetTrackingScalingPolicyConfiguration);
  return {
    minimum_units: given.minimumUnits,
    maximum_units: given.maximumUnits,
    scaling_policy: {
      target_tracking_scaling_policy_configuration: {
        target_value: policy.targetValue,
        disable_scale_in: policy.disableScaleIn,
        scale_in_cooldown: policy.scaleInCooldown,
        scale_out_cooldown: policy.scaleOutCooldown,
      },
    },
  };
}

function autoScaling(input: Members): string[] {
  const given = members(input.autoScalingSpecification);
  const write = scalingSide(given.writeCapacityAutoScaling);
  const read = scalingSide(given.readCapacityAutoScaling);
  if (write === undefined && read === undefined) return [];
  return [
    `AUTOSCALING_SETTINGS = ${map({
      provisioned_write_capacity_autoscaling_update: write,
      provisioned_read_capacity_autoscaling_update: read,
    })}`,
  ];
}

function customProperties(input: Members): Members {
  const lower = (value: unknown) => plain(members(value).status).toLowerCase();
  const encryption = members(input.encryptionSpecification);
  const warm = members(input.warmThroughputSpecification);
  const replicas = list(input.replicaSpecifications).map((replica) => [
    plain(replica.region),
    { read_capacity_units: replica.readCapacityUnits },
  ]);
  const properties: readonly (readonly [string, string, unknown])[] = [
    ['capacitySpecification', 'capacity_mode', capacity(input.capacitySpecification)],
    [
      'encryptionSpecification',
      'encryption_specification',
      { encryption_type: encryption.type, kms_key_identifier: encryption.kmsKeyIdentifier },
    ],
    ['pointInTimeRecovery', 'point_in_time_recovery', { status: lower(input.pointInTimeRecovery) }],
    ['ttl', 'ttl', { status: lower(input.ttl) }],
    ['clientSideTimestamps', 'client_side_timestamps', { status: lower(input.clientSideTimestamps) }],
    ['cdcSpecification', 'cdc_specification', { view_type: members(input.cdcSpecification).viewType }],
    [
      'warmThroughputSpecification',
      'warm_throughput',
      { read_units_per_second: warm.readUnitsPerSecond, write_units_per_second: warm.writeUnitsPerSecond },
    ],
    ['replicaSpecifications', 'replica_updates', Object.fromEntries(replicas)],
  ];
  const given = properties.filter(([member]) => input[member] !== undefined);
  return Object.fromEntries(given.map(([, property, value]) => [property, value]));
}

function settings(input: Members): string[] {
  const properties = customProperties(input);
  return [
    ...(input.comment === undefined ? [] : [`comment = ${text(members(input.comment).message)}`]),
    ...(input.defaultTimeToLive === undefined ? [] : [`default_time_to_live = ${plain(input.defaultTimeToLive)}`]),
    ...(input.cdcSpecification === undefined
      ? []
      : [`cdc = ${members(input.cdcSpecification).status === 'DISABLED' ? 'FALSE' : 'TRUE'}`]),
    ...(Object.keys(properties).length === 0 ? [] : [`CUSTOM_PROPERTIES = ${map(properties)}`]),
    ...autoScaling(input),
  ];
}

function alterTable(table: string, input: Members): string {
  const added = list(input.addColumns).map((column) => `${name(column.name)} ${plain(column.type)}`);
  const add = added.length > 0 ? ` ADD (${added.join(', ')})` : '';
  return `ALTER TABLE ${table}${add}${withClauses(settings(input))}`;
}

function resource(arn: unknown): string {
  const [, keyspace, table] = /:\/keyspace\/([^/]+)(?:\/table\/([^/]+))?/.exec(plain(arn)) ?? [];
  return table === undefined ? `KEYSPACE ${name(keyspace)}` : `TABLE ${name(keyspace)}.${name(table)}`;
}

function restore(input: Members): string {
  const target = `${name(input.targetKeyspaceName)}.${name(input.targetTableName)}`;
  const source = `${name(input.sourceKeyspaceName)}.${name(input.sourceTableName)}`;
  const at = input.restoreTimestamp;
  const moment =
    typeof at === 'number' && Math.abs(at) < 8.64e12 ? new Date(Math.round(at * 1000)).toISOString() : plain(at);
  const overrides = customProperties({
    capacitySpecification: input.capacitySpecificationOverride,
    encryptionSpecification: input.encryptionSpecificationOverride,
    pointInTimeRecovery: input.pointInTimeRecoveryOverride,
  });
  return `RESTORE TABLE ${target} FROM TABLE ${source}${withClauses([
    ...(at === undefined ? [] : [`restore_timestamp = ${text(moment)}`]),
    ...(Object.keys(overrides).length === 0 ? [] : [`CUSTOM_PROPERTIES = ${map(overrides)}`]),
    ...tags(input.tagsOverride),
  ])}`;
}
