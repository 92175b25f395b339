// Records in CloudTrail's form [control-plane facts 7.2]: made from what the control plane tells of a call, or from a
// call of one of the services beside it.

import type { Caller } from '../control/api.js';
import { keyspaceArn, tableArn } from '../control/arn.js';
import type { AuditRecord } from '../control/audit.js';
import { limits } from '../limits.js';
import { rawQueryOf } from './raw-query.js';

export interface EventResource {
  readonly accountId: string;
  readonly type: string;
  readonly ARN: string;
}

/** Member names are CloudTrail's own; what is not known is left out. */
export interface TrailEvent {
  readonly eventVersion: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** ISO 8601, whole seconds. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: null;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources: readonly EventResource[];
  readonly eventType: string;
  readonly apiVersion?: string;
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly eventCategory: string;
}

/** Ids that the log gives out. */
export interface EventIds {
  readonly eventID: string;
  readonly requestID: string;
}

/** A mutating call of a service beside Keyspaces. */
export interface ServiceCall {
  /** `monitoring.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  readonly caller: Caller;
  readonly atMs: number;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly resources?: readonly EventResource[];
}

/** The CQL version that Keyspaces gives as apiVersion. */
const apiVersion = '3.4.4';

export function keyspacesEvent(record: AuditRecord, ids: EventIds): TrailEvent {
  const { caller, keyspaceName, tableName } = record;
  const byCql = record.rawQuery !== undefined;
  const rawQuery = (record.rawQuery ?? rawQueryOf(record.operation, record.input))?.slice(
    0,
    limits.auditQueryCharacters,
  );
  return {
    ...commonMembers(caller, record.atMs, ids),
    eventSource: 'cassandra.amazonaws.com',
    eventName: record.eventName,
    ...(byCql ? { userAgent: 'Cassandra Client/ProtocolV4' } : {}),
    ...(record.errorCode === undefined ? {} : { errorCode: record.errorCode }),
    ...(record.errorMessage === undefined ? {} : { errorMessage: record.errorMessage }),
    requestParameters: {
      ...(rawQuery === undefined ? {} : { rawQuery }),
      ...(keyspaceName === undefined ? {} : { keyspaceName }),
      ...(tableName === undefined ? {} : { tableName }),
    },
    resources: keyspaceName === undefined ? [] : [resourceOf(caller, keyspaceName, tableName)],
    apiVersion,
  };
}

export function serviceEvent(call: ServiceCall, ids: EventIds): TrailEvent {
  return {
    ...commonMembers(call.caller, call.atMs, ids),
    eventSource: call.eventSource,
    eventName: call.eventName,
    requestParameters: lowerFirst(call.requestParameters) as Readonly<Record<string, unknown>>,
    resources: call.resources ?? [],
  };
}

/** CloudTrail begins member names with a small letter, whatever the service's API does. */
function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [
    name.slice(0, 1).toLowerCase() + name.slice(1),
    lowerFirst(member),
  ]);
  return Object.fromEntries(entries);
}

function resourceOf(caller: Caller, keyspace: string, table: string | undefined): EventResource {
  const { accountId } = caller;
  return table === undefined
    ? { accountId, type: 'AWS::Cassandra::Keyspace', ARN: keyspaceArn(caller, keyspace) }
    : { accountId, type: 'AWS::Cassandra::Table', ARN: tableArn(caller, keyspace, table) };
}

function commonMembers(caller: Caller, atMs: number, ids: EventIds) {
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(caller),
    eventTime: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    awsRegion: caller.region,
    sourceIPAddress: caller.invokedBy ?? caller.sourceAddress,
    userAgent: caller.invokedBy ?? caller.userAgent,
    responseElements: null,
    ...ids,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.accountId,
    eventCategory: 'Management',
  };
}

/** By the form of the principal's ARN: root, a user, or a role with its session. */
function identityOf(caller: Caller): Readonly<Record<string, unknown>> {
  const { principal: arn, accountId, accessKeyId, invokedBy } = caller;
  const common = {
    principalId: accessKeyId ?? accountId,
    arn,
    accountId,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
  };
  const invoked = invokedBy === undefined ? {} : { invokedBy };
  const [, role, session] = /:assumed-role\/(.+)\/([^/]+)$/.exec(arn) ?? [];
  if (role !== undefined && session !== undefined) {
    const userName = role.split('/').at(-1);
    const issuer = { type: 'Role', principalId: accountId, arn: `arn:aws:iam::${accountId}:role/${role}`, accountId };
    return {
      type: 'AssumedRole',
      ...common,
      sessionContext: { sessionIssuer: { ...issuer, userName }, attributes: { mfaAuthenticated: 'false' } },
      ...invoked,
    };
  }
  if (arn.endsWith(':root')) return { type: 'Root', ...common, ...invoked };
  return { type: 'IAMUser', ...common, userName: arn.split('/').at(-1), ...invoked };
}

/** Who a record names, as LookupEvents prints it: a user's name, a role session's name, or `root`. */
export function userNameOf(event: TrailEvent): string {
  const { type, userName, arn } = event.userIdentity;
  if (type === 'Root') return 'root';
  return typeof userName === 'string' ? userName : String(arn).split('/').at(-1)!;
}
