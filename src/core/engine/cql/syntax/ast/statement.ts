// The statement union, and the statements that read and write rows.

import type {
  AlterKeyspace,
  AlterTable,
  AlterType,
  CreateKeyspace,
  CreateTable,
  CreateType,
  DropKeyspace,
  DropTable,
  DropType,
  QualifiedName,
  RefusedStatement,
  RestoreTable,
  TruncateTable,
} from './ddl.js';
import type { Ordering } from './options.js';
import type { IfClause, Relation } from './relation.js';
import type { Selected } from './selector.js';
import type { Span } from './span.js';
import type { Marker, Term } from './term.js';

interface Base {
  readonly span: Span;
  /** Bind markers of the statement in text order: `markers[i].index === i`, except in a batch's children, which
   * carry their own markers with indexes counted over the whole batch. */
  readonly markers: readonly Marker[];
}

export interface Select extends Base {
  readonly kind: 'select';
  readonly json: boolean;
  readonly distinct: boolean;
  readonly selection: '*' | readonly Selected[];
  readonly table: QualifiedName;
  readonly where: readonly Relation[];
  readonly groupBy: readonly string[];
  readonly orderBy: readonly Ordering[];
  /** An integer literal or a marker. */
  readonly perPartitionLimit: Term | undefined;
  readonly limit: Term | undefined;
  readonly allowFiltering: boolean;
}

/** USING: integer literals or markers. */
export interface Using {
  readonly timestamp: Term | undefined;
  readonly ttl: Term | undefined;
}

export interface Insert extends Base {
  readonly kind: 'insert';
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  /** May differ in number from `columns`: analysis refuses that. */
  readonly values: readonly Term[];
  readonly ifNotExists: boolean;
  readonly using: Using;
}
export interface InsertJson extends Base {
  readonly kind: 'insert-json';
  readonly table: QualifiedName;
  /** A string literal or a marker. */
  readonly json: Term;
  /** `DEFAULT UNSET`; without it, columns left out become null. */
  readonly defaultUnset: boolean;
  readonly ifNotExists: boolean;
  readonly using: Using;
}

export type Assignment =
  /** `c = value`. */
  | { readonly kind: 'set'; readonly column: string; readonly value: Term; readonly span: Span }
  /** `c = c + value`, `c += value`; `c = c -1` too, whose value is the literal -1, as Cassandra reads it. */
  | { readonly kind: 'add'; readonly column: string; readonly value: Term; readonly span: Span }
  /** `c = c - value`, `c -= value`. */
  | { readonly kind: 'subtract'; readonly column: string; readonly value: Term; readonly span: Span }
  /** `c = value + c`. */
  | { readonly kind: 'prepend'; readonly column: string; readonly value: Term; readonly span: Span }
  /** `c[key] = value`. */
  | { readonly kind: 'element'; readonly column: string; readonly key: Term; readonly value: Term; readonly span: Span }
  /** `c.field = value`. */
  | {
      readonly kind: 'field';
      readonly column: string;
      readonly field: string;
      readonly value: Term;
      readonly span: Span;
    };

export interface Update extends Base {
  readonly kind: 'update';
  readonly table: QualifiedName;
  readonly using: Using;
  readonly assignments: readonly Assignment[];
  readonly where: readonly Relation[];
  readonly condition: IfClause | undefined;
}

export type DeleteTarget =
  | { readonly kind: 'column'; readonly column: string; readonly span: Span }
  | { readonly kind: 'element'; readonly column: string; readonly key: Term; readonly span: Span }
  | { readonly kind: 'field'; readonly column: string; readonly field: string; readonly span: Span };

export interface Delete extends Base {
  readonly kind: 'delete';
  readonly table: QualifiedName;
  /** None: whole rows. */
  readonly targets: readonly DeleteTarget[];
  readonly using: Using;
  readonly where: readonly Relation[];
  readonly condition: IfClause | undefined;
}

export type Modification = Insert | InsertJson | Update | Delete;

export interface Batch extends Base {
  readonly kind: 'batch';
  readonly type: 'logged' | 'unlogged' | 'counter';
  readonly using: Using;
  readonly statements: readonly Modification[];
}

export interface Use extends Base {
  readonly kind: 'use';
  readonly keyspace: string;
}

export type Statement =
  | Select
  | Modification
  | Batch
  | Use
  | CreateKeyspace
  | AlterKeyspace
  | DropKeyspace
  | CreateTable
  | AlterTable
  | DropTable
  | RestoreTable
  | TruncateTable
  | CreateType
  | AlterType
  | DropType
  | RefusedStatement;
