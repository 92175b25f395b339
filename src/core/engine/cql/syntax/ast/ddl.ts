// Statements on the schema: keyspaces, tables, types, tags, restores, and those that Amazon Keyspaces does not have.

import type { Property, TableOption, TagsValue } from './options.js';
import type { Span } from './span.js';
import type { Marker } from './term.js';
import type { TypeName } from './type-name.js';

/** A table or a type. */
export interface QualifiedName {
  readonly keyspace: string | undefined;
  readonly name: string;
  readonly span: Span;
}
interface Base {
  readonly span: Span;
  /** Bind markers of the statement in text order. DDL has none. */
  readonly markers: readonly Marker[];
}

export interface CreateKeyspace extends Base {
  readonly kind: 'create-keyspace';
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly properties: readonly Property[];
}
export type TagsChange = { readonly kind: 'add-tags' | 'drop-tags'; readonly tags: TagsValue };
export type WithChange = { readonly kind: 'with'; readonly properties: readonly Property[] };
export interface AlterKeyspace extends Base {
  readonly kind: 'alter-keyspace';
  readonly name: string;
  readonly change: WithChange | TagsChange;
}
export interface DropKeyspace extends Base {
  readonly kind: 'drop-keyspace';
  readonly name: string;
  readonly ifExists: boolean;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeName;
  readonly static: boolean;
  /** `PRIMARY KEY` behind the column. */
  readonly primaryKey: boolean;
  readonly span: Span;
}
export interface PrimaryKey {
  readonly partitionKey: readonly string[];
  readonly clustering: readonly string[];
  readonly span: Span;
}
export interface CreateTable extends Base {
  readonly kind: 'create-table';
  readonly table: QualifiedName;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnDefinition[];
  /** `PRIMARY KEY (...)` clauses; more than one is refused by analysis, as Cassandra does. */
  readonly primaryKeys: readonly PrimaryKey[];
  readonly options: readonly TableOption[];
}
export interface AddedColumn {
  readonly name: string;
  readonly type: TypeName;
  readonly static: boolean;
}
export interface Renaming {
  readonly from: string;
  readonly to: string;
}
export type TableChange =
  | { readonly kind: 'add'; readonly columns: readonly AddedColumn[] }
  | { readonly kind: 'drop'; readonly columns: readonly string[]; readonly timestamp: string | undefined }
  | { readonly kind: 'alter-type'; readonly column: string; readonly type: TypeName }
  | { readonly kind: 'rename'; readonly renamings: readonly Renaming[] }
  | { readonly kind: 'drop-compact-storage' }
  | WithChange
  | TagsChange;
export interface AlterTable extends Base {
  readonly kind: 'alter-table';
  readonly table: QualifiedName;
  readonly change: TableChange;
}
export interface DropTable extends Base {
  readonly kind: 'drop-table';
  readonly table: QualifiedName;
  readonly ifExists: boolean;
}
export interface RestoreTable extends Base {
  readonly kind: 'restore-table';
  readonly table: QualifiedName;
  readonly source: QualifiedName;
  readonly properties: readonly Property[];
}
export interface TruncateTable extends Base {
  readonly kind: 'truncate';
  readonly table: QualifiedName;
}

export interface TypeField {
  readonly name: string;
  readonly type: TypeName;
}
export interface CreateType extends Base {
  readonly kind: 'create-type';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly fields: readonly TypeField[];
}
export type TypeChange =
  | { readonly kind: 'add'; readonly field: TypeField }
  | { readonly kind: 'alter-type'; readonly field: string; readonly type: TypeName }
  | { readonly kind: 'rename'; readonly renamings: readonly Renaming[] };
export interface AlterType extends Base {
  readonly kind: 'alter-type';
  readonly name: QualifiedName;
  readonly change: TypeChange;
}
export interface DropType extends Base {
  readonly kind: 'drop-type';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
}

/** Statements of 3.11 that Amazon Keyspaces has not. */
export type RefusedName =
  | 'create-index'
  | 'drop-index'
  | 'create-view'
  | 'alter-view'
  | 'drop-view'
  | 'create-function'
  | 'drop-function'
  | 'create-aggregate'
  | 'drop-aggregate'
  | 'create-trigger'
  | 'drop-trigger'
  | 'create-role'
  | 'alter-role'
  | 'drop-role'
  | 'create-user'
  | 'alter-user'
  | 'drop-user'
  | 'grant-role'
  | 'revoke-role'
  | 'grant-permissions'
  | 'revoke-permissions'
  | 'list-permissions'
  | 'list-roles'
  | 'list-users';
/** Parsed to its end, so that its mistakes are syntax errors, and kept as text: most of its tree would have no reader. */
export interface RefusedStatement extends Base {
  readonly kind: 'refused';
  readonly statement: RefusedName;
  /** The statement as written, without a closing semicolon. */
  readonly text: string;
  /** Indexes: the lenient mode has them. */
  readonly index?: CreateIndex | DropIndex;
  /** A DROP of what is allowed not to be there. */
  readonly ifExists?: true;
}

export interface IndexTarget {
  readonly column: string;
  /** `simple`: without a word before the column. */
  readonly part: 'simple' | 'values' | 'keys' | 'entries' | 'full';
}
export interface CreateIndex {
  readonly kind: 'create';
  readonly name: string | undefined;
  readonly table: QualifiedName;
  readonly targets: readonly IndexTarget[];
  readonly ifNotExists: boolean;
  readonly custom: boolean;
  readonly className: string | undefined;
  readonly properties: readonly Property[];
}
export interface DropIndex {
  readonly kind: 'drop';
  readonly name: QualifiedName;
  readonly ifExists: boolean;
}
