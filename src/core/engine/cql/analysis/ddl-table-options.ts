// Options of CREATE and ALTER TABLE: which names exist, and what of them reaches the API. Everything that tunes
// Cassandra's own storage is taken and forgotten, as Amazon Keyspaces does [facts 2.2].

import type { AnalysisContext } from './context.js';
import { type ApiMembers, settingsMembers } from './ddl-custom.js';
import { type Properties, tagList } from './ddl-properties.js';
import { checkTtl, type ReadOptions, readCassandraOptions } from './options-cassandra.js';

const changeable = [
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
];

/** Of CREATE TABLE. */
export const tableProperties: ReadonlySet<string> = new Set([...changeable, 'tags']);
/** Of ALTER TABLE, which changes tags by ADD and DROP alone. */
export const alteredProperties: ReadonlySet<string> = new Set(changeable);

/** What only Cassandra has, where it is kept at all. Before `tableMembers`, for it checks more. */
export const storageOptions = (context: AnalysisContext, properties: Properties): ReadOptions | undefined =>
  context.compat.cassandraStatements ? readCassandraOptions(properties) : undefined;

export interface TableMembers {
  /** For the API's input. */
  readonly members: ApiMembers;
  readonly comment?: string;
}

export function tableMembers(properties: Properties): TableMembers {
  const members = settingsMembers(properties.map('custom_properties'), properties.map('autoscaling_settings'));
  const ttl = properties.integer('default_time_to_live');
  if (ttl !== undefined) {
    checkTtl(ttl);
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
