// Prepared statements as data: everything resolved against the schema, nothing yet bound. The executor compiles these
// once per text and catalog version. Apart from the code that makes them so that both sides read one definition.

import type { Column, Resolved, TableSchema, VirtualTable } from '../../catalog/schema.js';
import type { ColumnSpec } from '../../session/api.js';
import type { CqlType } from '../../types/cql-type.js';
import type { DdlPlan } from './ddl-plan.js';
import type { MarkerTerm, ScalarCall, Term, ValueList } from './term.js';

export type Plan = SelectPlan | ModifyPlan | VirtualUpdatePlan | BatchPlan | UsePlan | DdlPlan | LaterPlan;

/** A plan with what PREPARE answers. */
export interface Planned {
  readonly plan: Plan;
  readonly bindColumns: readonly ColumnSpec[];
  /** Names as a client may bind by: those of `:name` markers, otherwise the column's. */
  readonly partitionKeyIndexes: readonly number[];
  readonly resultColumns?: readonly ColumnSpec[];
}

/** One key column fixed to a value, or to each of several. */
export type KeyValues =
  /** `field`: its place in the tuple that it was written in, as in `(a, b) = (1, 2)`: refusals are worded by it. */
  | { readonly kind: 'eq'; readonly column: Column; readonly term: Term; readonly field?: number }
  | { readonly kind: 'in'; readonly column: Column; readonly values: ValueList };

export interface TokenBound {
  /** 8 bytes. */
  readonly term: Term;
  readonly inclusive: boolean;
}

export interface TokenAccess {
  readonly kind: 'tokens';
  readonly start: readonly TokenBound[];
  readonly end: readonly TokenBound[];
}

export type PartitionAccess =
  /** `tokens`: only those of the keys whose token lies there. */
  | { readonly kind: 'keys'; readonly components: readonly KeyValues[]; readonly tokens?: TokenAccess }
  | TokenAccess
  | { readonly kind: 'all' };

/** A tuple on the right side of `(a, b) = ...`: its parts, or one value of the tuple type. */
export type TupleTerm =
  /** `single`: a value beside one column, without parentheses. */
  | { readonly kind: 'parts'; readonly parts: readonly Term[]; readonly single?: true }
  | { readonly kind: 'whole'; readonly term: Term; readonly types: readonly CqlType[]; readonly name: string };

/** Fixes the next clustering column, or the next several at once. */
export type ClusteringPart =
  | KeyValues
  | { readonly kind: 'tuples'; readonly columns: readonly Column[]; readonly tuples: readonly TupleTerm[] }
  | { readonly kind: 'tuple-marker'; readonly columns: readonly Column[]; readonly marker: MarkerTerm };

/** One end of a slice over the columns after the prefix, in the order of the *values* (`>` is a lower bound). */
export interface ClusteringLimit {
  readonly columns: readonly Column[];
  readonly value: TupleTerm;
  readonly inclusive: boolean;
}

export interface ClusteringAccess {
  readonly prefix: readonly ClusteringPart[];
  /** Bounds of the values: `>` and `>=`. */
  readonly lower?: ClusteringLimit;
  /** `<` and `<=`. */
  readonly upper?: ClusteringLimit;
}

export type FilterOperator = '=' | '<' | '<=' | '>' | '>=' | '!=' | 'CONTAINS' | 'CONTAINS KEY';

/** A restriction that is tried on each row read. */
export interface Filter {
  readonly column: Column;
  readonly operator: FilterOperator;
  readonly value: Term;
  /** `m[key] = value` on a map. */
  readonly key?: Term;
}

export type Selector =
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'term'; readonly term: Term; readonly type: CqlType }
  | { readonly kind: 'call'; readonly call: ScalarCall; readonly args: readonly Selector[] }
  | { readonly kind: 'writetime'; readonly column: Column }
  | { readonly kind: 'ttl'; readonly column: Column }
  | { readonly kind: 'token' }
  /** token() of values that are not the row's own key. */
  | { readonly kind: 'token-of'; readonly args: readonly Selector[] }
  | { readonly kind: 'element'; readonly of: Selector; readonly ofType: CqlType; readonly key: Term }
  | { readonly kind: 'field'; readonly of: Selector; readonly index: number; readonly type: CqlType }
  | { readonly kind: 'aggregate'; readonly aggregate: AggregateCall; readonly args: readonly Selector[] };

/** State of one running aggregate. */
export interface Accumulator {
  add(args: readonly (Uint8Array | null)[]): void;
  result(): Uint8Array | null;
}
export interface AggregateCall {
  readonly argumentTypes: readonly CqlType[];
  readonly returnType: CqlType;
  start(): Accumulator;
}

export type Selection =
  | { readonly kind: 'columns'; readonly columns: readonly Column[] }
  | { readonly kind: 'expressions'; readonly items: readonly Selector[] }
  /** One text a row: the document of the named items. */
  | {
      readonly kind: 'json';
      readonly items: readonly Selector[];
      readonly names: readonly string[];
      readonly types: readonly CqlType[];
    };

export interface SelectPlan {
  readonly kind: 'select';
  readonly source: Resolved;
  readonly selection: Selection;
  readonly columns: readonly ColumnSpec[];
  readonly partition: PartitionAccess;
  readonly clustering: ClusteringAccess;
  readonly filters: readonly Filter[];
  /** What the statement is refused with when its filters are bound. */
  readonly lateFilter?: string;
  /** Against the table's clustering order. */
  readonly reversed: boolean;
  /** ORDER BY: the first so many clustering columns, by which the rows of an IN are sorted; 0 without it. */
  readonly orderedBy: number;
  readonly limit?: Term;
  readonly perPartitionLimit?: Term;
  readonly distinct: boolean;
  /** GROUP BY: the first so many primary key columns. */
  readonly groupBy?: number;
  readonly aggregates: boolean;
  /** What the client is told with every answer. */
  readonly warnings?: readonly string[];
  /** Static columns are selected; those that are only asked about are none of them. */
  readonly selectsStatic: boolean;
  /** Columns outside the statics are read or asked about; without them one row a partition answers. */
  readonly readsStatic: boolean;
}

export type Assignment =
  | { readonly kind: 'set'; readonly column: Column; readonly term: Term }
  /** A multi-cell column as a whole. */
  | { readonly kind: 'replace'; readonly column: Column; readonly term: Term }
  /** Elements added to a list's end, a set or a map. */
  | { readonly kind: 'append'; readonly column: Column; readonly term: Term }
  | { readonly kind: 'prepend'; readonly column: Column; readonly term: Term }
  /** List values, set elements or map keys taken away. */
  | { readonly kind: 'remove'; readonly column: Column; readonly term: Term }
  | { readonly kind: 'put'; readonly column: Column; readonly key: Term; readonly term: Term }
  | { readonly kind: 'put-index'; readonly column: Column; readonly index: Term; readonly term: Term }
  | { readonly kind: 'put-field'; readonly column: Column; readonly field: number; readonly term: Term }
  | { readonly kind: 'count'; readonly column: Column; readonly sign: 1 | -1; readonly term: Term }
  | { readonly kind: 'delete'; readonly column: Column }
  | { readonly kind: 'delete-element'; readonly column: Column; readonly key: Term }
  | { readonly kind: 'delete-index'; readonly column: Column; readonly index: Term }
  | { readonly kind: 'delete-field'; readonly column: Column; readonly field: number };

export type ConditionOperator = '=' | '<' | '<=' | '>' | '>=' | '!=' | 'IN';
export interface ColumnCondition {
  readonly column: Column;
  /** `c[x]` or `c.field`. */
  readonly part?:
    | { readonly kind: 'key'; readonly term: Term }
    | { readonly kind: 'index'; readonly term: Term }
    | { readonly kind: 'field'; readonly index: number };
  readonly operator: ConditionOperator;
  readonly values: ValueList;
}
export type Condition =
  | { readonly kind: 'not-exists' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'columns'; readonly tests: readonly ColumnCondition[] };

export interface ModifyPlan {
  readonly kind: 'modify';
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly table: TableSchema;
  readonly partition: readonly KeyValues[];
  readonly clustering: ClusteringAccess;
  /** `row`: one full key. `static`: only static columns, no clustering key. `range`: DELETE of part of a partition. */
  readonly target: 'row' | 'static' | 'range';
  /** INSERT leaves a row marker. */
  readonly marker: boolean;
  /** DELETE without columns. */
  readonly deletesRow: boolean;
  readonly assignments: readonly Assignment[];
  readonly ttl?: Term;
  readonly timestamp?: Term;
  readonly condition?: Condition;
  /** What the statement is refused with when it runs, though it may be prepared: at once, or when its key is known. */
  readonly late?: { readonly before?: string; readonly after?: string; readonly conditionalIn?: string };
  /** INSERT JSON: the document. */
  readonly json?: {
    readonly term: Term;
    readonly columns: readonly Column[];
    readonly defaultUnset: boolean;
    /** Decoded already when the document is written in the statement. */
    readonly members?: ReadonlyMap<string, Uint8Array | null>;
  };
}

/** DDL that was prepared in the lenient mode: like Cassandra, the engine looks at the schema when it runs. */
export interface LaterPlan {
  readonly kind: 'later';
}

/** UPDATE of the one virtual table that can be written. */
export interface VirtualUpdatePlan {
  readonly kind: 'virtual-update';
  readonly table: TableSchema;
  readonly virtual: VirtualTable;
  readonly assignments: readonly Assignment[];
}

export interface BatchPlan {
  readonly kind: 'batch';
  readonly type: 'logged' | 'unlogged' | 'counter';
  readonly statements: readonly ModifyPlan[];
  readonly timestamp?: Term;
}

export interface UsePlan {
  readonly kind: 'use';
  readonly keyspace: string;
}
