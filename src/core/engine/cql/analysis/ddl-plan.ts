// What a DDL statement asks of the control plane: the API operation that does it, with the API's own input. Apart from
// the data plans because control executes it, so that CQL and API share one path.

import type { CassandraOptions } from '../../catalog/cassandra-options.js';
import type { SchemaChange } from '../../session/api.js';

/** The API's operations, and after them those that exist only in the lenient mode. */
export type DdlOperation =
  | 'CreateKeyspace'
  | 'UpdateKeyspace'
  | 'DeleteKeyspace'
  | 'CreateTable'
  | 'UpdateTable'
  | 'DeleteTable'
  | 'RestoreTable'
  | 'CreateType'
  | 'DeleteType'
  | 'TagResource'
  | 'UntagResource'
  | 'AlterKeyspaceReplication'
  | 'CreateIndex'
  | 'DropIndex'
  /** Of an object of a kind that there is none of. */
  | 'DropMissing'
  | 'DropColumns'
  | 'RenameColumns'
  | 'AlterTypeAddField'
  | 'AlterTypeRenameFields'
  | 'TruncateTable';

export interface DdlPlan {
  readonly kind: 'ddl';
  readonly operation: DdlOperation;
  /** Exactly the operation's API input (lowerCamelCase); for lenient-only operations their own members. Tag operations
   * carry keyspaceName and tableName instead of resourceArn. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Makes an existence error a success without a change. */
  readonly condition?: 'if-exists' | 'if-not-exists';
  readonly change: SchemaChange;
  readonly warnings?: readonly string[];
  /** What CQL can say and the API cannot: kept for read-back. */
  readonly cqlOnly?: {
    readonly replication?: Readonly<Record<string, string>>;
    readonly durableWrites?: boolean;
    readonly comment?: string;
    /** What tunes Cassandra's own storage; in the lenient mode alone. */
    readonly cassandraOptions?: CassandraOptions;
    /** Columns added as STATIC. */
    readonly staticColumns?: readonly string[];
  };
}
