// What the control plane tells an audit log of each mutating call, in CloudTrail's terms (control-plane facts 7.1, 7.2).

import { CqlError } from '../cql-error.js';
import type { Caller, OperationName } from './api.js';
import { ApiError } from './api.js';

export interface AuditRecord {
  /** A CQL verb, not the SDK operation's name. */
  readonly eventName: string;
  readonly operation: OperationName;
  /** As the caller sent it, not validated. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly atMs: number;
  readonly caller: Caller;
  readonly keyspaceName?: string;
  readonly tableName?: string;
  /** The CQL text, when the call was a statement. */
  readonly rawQuery?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** Operations that change something; the others are data events (`Select`) and not told. RestoreTable's name is ours. */
const eventNames: Readonly<Record<string, string>> = {
  CreateKeyspace: 'CreateKeyspace',
  UpdateKeyspace: 'AlterKeyspace',
  DeleteKeyspace: 'DropKeyspace',
  CreateTable: 'CreateTable',
  UpdateTable: 'AlterTable',
  TagResource: 'AlterTable',
  UntagResource: 'AlterTable',
  DeleteTable: 'DropTable',
  CreateType: 'CreateUdt',
  DeleteType: 'DropUdt',
  RestoreTable: 'RestoreTable',
  AlterKeyspaceReplication: 'AlterKeyspace',
  DropColumns: 'AlterTable',
  RenameColumns: 'AlterTable',
  AlterTypeAddField: 'AlterUdt',
  AlterTypeRenameFields: 'AlterUdt',
  TruncateTable: 'TruncateTable',
};

/** Undefined for operations that only read. */
export function auditRecord(
  operation: OperationName,
  input: unknown,
  caller: Caller,
  atMs: number,
): AuditRecord | undefined {
  const eventName = eventNames[operation];
  if (eventName === undefined) return undefined;
  const members = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const named = namesIn(members.resourceArn);
  const keyspaceName = members.keyspaceName ?? members.targetKeyspaceName ?? named.keyspaceName;
  const tableName = members.tableName ?? members.targetTableName ?? named.tableName;
  return {
    eventName,
    operation,
    input: members,
    atMs,
    caller,
    ...(typeof keyspaceName === 'string' ? { keyspaceName } : {}),
    ...(typeof tableName === 'string' ? { tableName } : {}),
    ...(caller.rawQuery === undefined ? {} : { rawQuery: caller.rawQuery }),
  };
}

/** The record of a call that was refused. */
export const refusedRecord = (record: AuditRecord, error: unknown): AuditRecord => ({
  ...record,
  ...errorMembers(error),
});

/** Tag operations name their resource by ARN. */
function namesIn(resourceArn: unknown): { keyspaceName?: string; tableName?: string } {
  const parts = typeof resourceArn === 'string' ? /:\/keyspace\/([^/]+)(?:\/table\/([^/]+))?/.exec(resourceArn) : null;
  const [, keyspaceName, tableName] = parts ?? [];
  return {
    ...(keyspaceName === undefined ? {} : { keyspaceName }),
    ...(tableName === undefined ? {} : { tableName }),
  };
}

function errorMembers(error: unknown): { errorCode: string; errorMessage: string } {
  if (error instanceof ApiError) return { errorCode: error.type, errorMessage: error.message };
  if (error instanceof CqlError) return { errorCode: 'ValidationException', errorMessage: error.message };
  return { errorCode: 'InternalServerException', errorMessage: 'internal error' };
}
