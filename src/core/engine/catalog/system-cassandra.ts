// Tables of the system keyspaces that Cassandra has and Amazon Keyspaces has not: roles, traces, repairs. Applications look
// into them; nothing ever fills them. Only the lenient mode shows them, with the columns of Cassandra's release 3.11.

import type { VirtualTable } from './schema.js';
import { type SystemTablePlan, systemTable } from './system-table.js';

type Idle = Pick<SystemTablePlan, 'keyspace' | 'name' | 'comment' | 'partitionKey' | 'clustering' | 'regular'>;

const failure = { exception_message: 'text', exception_stacktrace: 'text' };
const span = { started_at: 'timestamp', finished_at: 'timestamp' };

const idle: readonly Idle[] = [
  {
    keyspace: 'system_auth',
    name: 'roles',
    comment: 'role definitions',
    partitionKey: { role: 'text' },
    regular: { can_login: 'boolean', is_superuser: 'boolean', member_of: 'set<text>', salted_hash: 'text' },
  },
  {
    keyspace: 'system_auth',
    name: 'role_members',
    comment: 'role memberships lookup table',
    partitionKey: { role: 'text' },
    clustering: { member: 'text' },
    regular: {},
  },
  {
    keyspace: 'system_auth',
    name: 'role_permissions',
    comment: 'permissions granted to db roles',
    partitionKey: { role: 'text' },
    clustering: { resource: 'text' },
    regular: { permissions: 'set<text>' },
  },
  {
    keyspace: 'system_auth',
    name: 'resource_role_permissons_index',
    comment: 'index of db roles with permissions granted on a resource',
    partitionKey: { resource: 'text' },
    clustering: { role: 'text' },
    regular: {},
  },
  {
    keyspace: 'system_traces',
    name: 'sessions',
    comment: 'tracing sessions',
    partitionKey: { session_id: 'uuid' },
    regular: {
      client: 'inet',
      command: 'text',
      coordinator: 'inet',
      coordinator_port: 'int',
      duration: 'int',
      parameters: 'map<text, text>',
      request: 'text',
      started_at: 'timestamp',
    },
  },
  {
    keyspace: 'system_traces',
    name: 'events',
    comment: 'tracing events',
    partitionKey: { session_id: 'uuid' },
    clustering: { event_id: 'timeuuid' },
    regular: { activity: 'text', source: 'inet', source_elapsed: 'int', source_port: 'int', thread: 'text' },
  },
  {
    keyspace: 'system_distributed',
    name: 'repair_history',
    comment: 'Repair history',
    partitionKey: { keyspace_name: 'text', columnfamily_name: 'text' },
    clustering: { id: 'timeuuid' },
    regular: {
      ...failure,
      ...span,
      coordinator: 'inet',
      coordinator_port: 'int',
      parent_id: 'timeuuid',
      participants: 'set<inet>',
      participants_v2: 'set<text>',
      range_begin: 'text',
      range_end: 'text',
      status: 'text',
    },
  },
  {
    keyspace: 'system_distributed',
    name: 'parent_repair_history',
    comment: 'Repair history',
    partitionKey: { parent_id: 'timeuuid' },
    regular: {
      ...failure,
      ...span,
      columnfamily_names: 'set<text>',
      keyspace_name: 'text',
      options: 'map<text, text>',
      requested_ranges: 'set<text>',
      successful_ranges: 'set<text>',
    },
  },
  {
    keyspace: 'system_distributed',
    name: 'view_build_status',
    comment: 'Materialized View build status',
    partitionKey: { keyspace_name: 'text', view_name: 'text' },
    clustering: { host_id: 'uuid' },
    regular: { status: 'text' },
  },
];

export const cassandraTables = (): VirtualTable[] => idle.map((table) => systemTable({ ...table, rows: () => [] }));
