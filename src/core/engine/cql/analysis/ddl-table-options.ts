// Options of CREATE and ALTER TABLE: which names exist, and what of them reaches the API. Everything that tunes
// Cassandra's own storage is taken and forgotten, as Amazon Keyspaces does [facts 2.2].

import { type CassandraOptions, cassandraOptionNames, isMapOption } from '../../catalog/cassandra-options.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import { limits } from '../../limits.js';
import { type ApiMembers, autoScalingMembers, customMembers } from './ddl-custom.js';
import { type Properties, tagList } from './ddl-properties.js';

export const tableProperties: ReadonlySet<string> = new Set([
  'additional_write_policy',
  'autoscaling_settings',
  'bloom_filter_fp_chance',
  'caching',
  'cdc',
  'comment',
  'compaction',
  'compression',
  'crc_check_chance',
  'custom_properties',
  'dclocal_read_repair_chance',
  'default_time_to_live',
  'extensions',
  'gc_grace_seconds',
  'id',
  'max_index_interval',
  'memtable_flush_period_in_ms',
  'min_index_interval',
  'read_repair',
  'read_repair_chance',
  'speculative_retry',
  'tags',
]);

/** Throws what Cassandra throws for a `compaction` or `compression` without its class. */
export function cassandraOptions(properties: Properties): CassandraOptions {
  const options: Record<string, string | Record<string, string>> = {};
  for (const name of cassandraOptionNames) {
    if (!properties.has(name)) continue;
    if (!isMapOption(name)) {
      if (!name.endsWith('_chance') && name !== 'speculative_retry') properties.integer(name);
      const text = properties.text(name)!;
      if (name.endsWith('_chance') && !Number.isFinite(Number(text))) {
        throw new CqlError(ErrorCode.syntax, `Invalid double value ${text} for '${name}'`);
      }
      options[name] = text;
      continue;
    }
    const map = properties.map(name)! as Record<string, string>;
    const off = name === 'compression' && (map.enabled === 'false' || Object.keys(map).length === 0);
    if (name !== 'caching' && !off && map.class === undefined && map.sstable_compression === undefined) {
      const end = name === 'compression' ? '.' : '';
      throw new CqlError(ErrorCode.config, `Missing sub-option 'class' for the '${name}' option${end}`);
    }
    options[name] = map;
  }
  return options;
}

export interface TableMembers {
  /** For the API's input. */
  readonly members: ApiMembers;
  readonly comment?: string;
}

export function tableMembers(properties: Properties): TableMembers {
  const custom = properties.map('custom_properties') ?? {};
  const members: ApiMembers = {
    ...customMembers(custom),
    ...autoScalingMembers(properties.map('autoscaling_settings') ?? {}),
  };
  const ttl = properties.integer('default_time_to_live');
  if (ttl !== undefined) {
    if (ttl < 0) throw invalid(`default_time_to_live must be greater than or equal to 0 (got ${ttl})`);
    if (ttl > limits.ttlSecondsMax) {
      throw invalid(`default_time_to_live must be less than or equal to ${limits.ttlSecondsMax} (got ${ttl})`);
    }
    members.defaultTimeToLive = ttl;
  }
  const cdc = properties.boolean('cdc');
  if (cdc !== undefined || members.cdcSpecification !== undefined) {
    members.cdcSpecification = {
      status: cdc === false ? 'DISABLED' : 'ENABLED',
      ...(members.cdcSpecification as ApiMembers | undefined),
    };
  }
  const tags = properties.map('tags');
  if (tags !== undefined) members.tags = tagList(tags);
  const comment = properties.text('comment');
  return { members, ...(comment !== undefined && { comment }) };
}
