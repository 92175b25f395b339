// The control plane of one place (an account in a Region, or the local engine): small interfaces in our own shapes.
// Every method rejects with a KsError. Lists come whole: adapters follow the pages.

import type {
  CreateKeyspaceRequest,
  CreateTableRequest,
  CreateTypeRequest,
  KeyspaceDescription,
  RestoredRows,
  RestoreTableRequest,
  TableAutoScaling,
  TableDescription,
  TableSummary,
  Tag,
  TypeDescription,
  UpdateKeyspaceRequest,
  UpdateTableRequest,
} from '../model/control-shapes.js';

/** What a place can do; operations ask before they promise. */
export interface Capabilities {
  readonly userTypes: boolean;
  readonly autoScaling: boolean;
  readonly pointInTimeRecovery: boolean;
  readonly streams: boolean;
  readonly tags: boolean;
}

export interface Keyspaces {
  create(request: CreateKeyspaceRequest): Promise<{ readonly resourceArn: string }>;
  get(name: string): Promise<KeyspaceDescription>;
  /** System keyspaces included, as the service answers. */
  list(): Promise<readonly KeyspaceDescription[]>;
  update(request: UpdateKeyspaceRequest): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface Tables {
  create(request: CreateTableRequest): Promise<{ readonly resourceArn: string }>;
  get(keyspace: string, table: string): Promise<TableDescription>;
  list(keyspace: string): Promise<readonly TableSummary[]>;
  /** One setting a call, as the service has it. */
  update(request: UpdateTableRequest): Promise<void>;
  delete(keyspace: string, table: string): Promise<void>;
  restore(request: RestoreTableRequest): Promise<{ readonly restoredTableArn: string }>;
  /** Where the place tells; undefined for a table that is not being restored. */
  restoredRows?(keyspace: string, table: string): Promise<RestoredRows | undefined>;
}

export interface Types {
  create(request: CreateTypeRequest): Promise<void>;
  get(keyspace: string, type: string): Promise<TypeDescription>;
  list(keyspace: string): Promise<readonly string[]>;
  delete(keyspace: string, type: string): Promise<void>;
}

export interface Tags {
  list(resourceArn: string): Promise<readonly Tag[]>;
  set(resourceArn: string, tags: readonly Tag[]): Promise<void>;
  /** The API takes whole pairs, not keys. */
  unset(resourceArn: string, tags: readonly Tag[]): Promise<void>;
}

export interface AutoScaling {
  get(keyspace: string, table: string): Promise<TableAutoScaling>;
}

export interface ControlPlane {
  readonly capabilities: Capabilities;
  readonly keyspaces: Keyspaces;
  readonly tables: Tables;
  readonly types: Types;
  readonly tags: Tags;
  readonly autoScaling: AutoScaling;
}
