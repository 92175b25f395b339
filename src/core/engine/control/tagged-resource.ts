// The three tag operations' common part: from an ARN to the record that holds the tags, and back into it.

import type { CatalogEdit } from '../catalog/edit.js';
import type { CatalogRecord, KeyspaceRecord, TableRecord, Tags } from '../catalog/records.js';
import type { Resource } from './arn.js';
import { conflict, ExistenceError, notFound } from './errors.js';

interface Finder {
  keyspace(name: string): KeyspaceRecord | undefined;
  table(keyspace: string, name: string): TableRecord | undefined;
}

/** The resource's tags and a way to the record with other ones. */
export function taggedRecord(
  finder: Finder,
  resource: Resource,
): { readonly tags: Tags; readonly state: string; with(tags: Tags): CatalogRecord } {
  const { keyspace } = resource;
  const home = finder.keyspace(keyspace);
  if (home === undefined) throw new ExistenceError({ kind: 'keyspace-missing', keyspace });
  if (resource.kind === 'keyspace')
    return { tags: home.tags, state: home.status.state, with: (tags) => ({ ...home, tags }) };
  const table = finder.table(keyspace, resource.table);
  if (table === undefined) throw new ExistenceError({ kind: 'table-missing', keyspace, name: resource.table });
  if (resource.kind === 'table')
    return { tags: table.tags, state: table.status.state, with: (tags) => ({ ...table, tags }) };
  const { cdc } = table;
  if (cdc === undefined || cdc.streamLabel !== resource.label)
    throw notFound(`Stream ${resource.label} of table ${keyspace}.${resource.table} does not exist`);
  return { tags: cdc.tags, state: table.status.state, with: (tags) => ({ ...table, cdc: { ...cdc, tags } }) };
}

/** Tags can be changed while an update is under way, not while the resource comes or goes. */
export function changeTags(edit: CatalogEdit, resource: Resource, change: (before: Tags) => Tags): void {
  const found = taggedRecord(edit, resource);
  if (found.state !== 'ACTIVE' && found.state !== 'UPDATING')
    throw conflict(`The resource is ${found.state}: wait until it is ACTIVE`);
  edit.put(found.with(change(found.tags)));
}
