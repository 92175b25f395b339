// The errors of the Keyspaces API as functions, and the existence errors that CQL words in its own way.

import { ApiError } from './api.js';

export const validation = (message: string): ApiError => new ApiError('ValidationException', message);
export const conflict = (message: string): ApiError => new ApiError('ConflictException', message);
export const quotaExceeded = (message: string): ApiError => new ApiError('ServiceQuotaExceededException', message);
export const accessDenied = (message: string): ApiError => new ApiError('AccessDeniedException', message);
export const notFound = (message: string): ApiError => new ApiError('ResourceNotFoundException', message);
/** The body could not be read as the operation's input: a member has the wrong JSON type. */
export const serialization = (message: string): ApiError => new ApiError('SerializationException', message);

export type ExistenceReason =
  | { readonly kind: 'keyspace-exists'; readonly keyspace: string }
  | { readonly kind: 'keyspace-missing'; readonly keyspace: string }
  | { readonly kind: 'table-exists'; readonly keyspace: string; readonly name: string }
  | { readonly kind: 'table-missing'; readonly keyspace: string; readonly name: string }
  | { readonly kind: 'type-exists'; readonly keyspace: string; readonly name: string }
  | { readonly kind: 'type-missing'; readonly keyspace: string; readonly name: string }
  | { readonly kind: 'index-exists' | 'index-missing'; readonly keyspace: string; readonly text: string };

/** Something is there that should not be, or is not there. ddl.ts turns it into Cassandra's words. */
export class ExistenceError extends ApiError {
  readonly reason: ExistenceReason;

  constructor(reason: ExistenceReason) {
    const exists = reason.kind.endsWith('-exists');
    super(exists ? 'ConflictException' : 'ResourceNotFoundException', existenceText(reason));
    this.reason = reason;
  }
}

/** The two `missing` texts of keyspaces and tables are recorded answers of the service (facts 1.4). */
function existenceText(reason: ExistenceReason): string {
  switch (reason.kind) {
    case 'keyspace-exists':
      return `Keyspace ${reason.keyspace} already exists`;
    case 'keyspace-missing':
      return `Keyspace ${reason.keyspace} does not exist`;
    case 'table-exists':
      return `Table ${reason.keyspace}.${reason.name} already exists`;
    case 'table-missing':
      return `unconfigured table ${reason.name}`;
    case 'type-exists':
      return `A user type of name ${reason.keyspace}.${reason.name} already exists`;
    case 'type-missing':
      return `No user type named ${reason.name} exists.`;
    case 'index-exists':
    case 'index-missing':
      return reason.text;
  }
}
