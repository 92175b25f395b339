// CQL DDL on its way into the operations: input fitted to the API, IF [NOT] EXISTS, and existence errors back in
// Cassandra's words (data-plane facts 6.5). Other refusals stay ApiErrors, whose texts are Cassandra's already.

import type { DdlPlan } from '../cql/analysis/ddl-plan.js';
import { CqlError, ErrorCode, invalid } from '../cql-error.js';
import type { Compat } from '../limits.js';
import { ApiError } from './api.js';
import { keyspaceArn, tableArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { ExistenceError, type ExistenceReason } from './errors.js';
import { apiOperations, lenientOperations } from './operations.js';

export async function runDdl(context: OperationContext, plan: DdlPlan): Promise<'changed' | 'unchanged'> {
  const operation = operationOf(context, plan);
  try {
    await operation(context, apiInput(context, plan));
    return 'changed';
  } catch (error) {
    if (error instanceof ExistenceError) {
      const exists = error.reason.kind.endsWith('-exists');
      if (plan.condition === (exists ? 'if-not-exists' : 'if-exists') && isAboutTarget(plan, error.reason))
        return 'unchanged';
      throw inCassandrasWords(plan, error.reason, context.compat);
    }
    if (error instanceof ApiError && error.type === 'AccessDeniedException')
      throw new CqlError(ErrorCode.unauthorized, error.message);
    throw error;
  }
}

/** Under IF EXISTS a missing keyspace is as good as a missing table; under IF NOT EXISTS it is an error. */
function isAboutTarget(plan: DdlPlan, reason: ExistenceReason): boolean {
  return plan.condition === 'if-exists' || reason.kind.endsWith('-exists');
}

function operationOf(context: OperationContext, plan: DdlPlan): Operation {
  const operation = apiOperations.get(plan.operation);
  if (operation !== undefined) return operation;
  const lenient = context.compat.cassandraStatements ? lenientOperations.get(plan.operation) : undefined;
  if (lenient === undefined) throw invalid(`${plan.operation} is not supported`);
  return lenient;
}

/** Tag statements name the resource; the API wants its ARN. */
function apiInput(context: OperationContext, plan: DdlPlan): unknown {
  if (plan.operation !== 'TagResource' && plan.operation !== 'UntagResource') return plan.input;
  const { keyspaceName, tableName, ...rest } = plan.input;
  if (typeof keyspaceName !== 'string') return plan.input;
  const resourceArn =
    typeof tableName === 'string'
      ? tableArn(context.owner, keyspaceName, tableName)
      : keyspaceArn(context.owner, keyspaceName);
  return { ...rest, resourceArn };
}

function inCassandrasWords(plan: DdlPlan, reason: ExistenceReason, compat: Compat): CqlError {
  const config = (message: string) => new CqlError(ErrorCode.config, message);
  const { keyspace } = reason;
  switch (reason.kind) {
    case 'keyspace-exists':
      return new CqlError(ErrorCode.alreadyExists, `Cannot add existing keyspace "${keyspace}"`, {
        keyspace,
        table: '',
      });
    case 'table-exists':
      return new CqlError(
        ErrorCode.alreadyExists,
        `Cannot add already existing table "${reason.name}" to keyspace "${keyspace}"`,
        { keyspace, table: reason.name },
      );
    case 'type-exists':
      return invalid(`A user type of name ${keyspace}.${reason.name} already exists`);
    case 'type-missing':
      return invalid(`No user type named ${keyspace}.${reason.name} exists.`);
    case 'index-exists':
    case 'index-missing':
      return invalid(reason.text);
    case 'table-missing':
      if (plan.operation === 'DeleteTable' && compat.cassandraStatements)
        return invalid(`unconfigured table ${reason.name}`);
      return plan.operation === 'DeleteTable'
        ? config(`Cannot drop non existing table '${reason.name}' in keyspace '${keyspace}'.`)
        : invalid(`unconfigured table ${keyspace}.${reason.name}`);
    case 'keyspace-missing':
      if (plan.operation === 'DeleteTable' && compat.cassandraStatements)
        return invalid(`Keyspace ${keyspace} does not exist`);
      return keyspaceMissing(plan, keyspace, compat);
  }
}

function keyspaceMissing(plan: DdlPlan, keyspace: string, compat: Compat): CqlError {
  const config = (message: string) => new CqlError(ErrorCode.config, message);
  switch (plan.operation) {
    case 'DeleteKeyspace':
      return config(`Cannot drop non existing keyspace '${keyspace}'.`);
    case 'DeleteTable':
      return config(`Cannot drop table in unknown keyspace '${keyspace}'`);
    case 'CreateTable':
      return config(`Keyspace ${keyspace} doesn't exist`);
    case 'DeleteType':
      if (compat.cassandraStatements) return invalid(`Cannot drop type in unknown keyspace ${keyspace}`);
      return invalid(`unconfigured keyspace ${keyspace}`);
    case 'CreateType':
      return invalid(`Cannot add type in unknown keyspace ${keyspace}`);
    case 'UpdateKeyspace':
    case 'AlterKeyspaceReplication':
      return invalid(`Unknown keyspace ${keyspace}`);
    default:
      return invalid(`unconfigured keyspace ${keyspace}`);
  }
}
