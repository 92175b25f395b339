// The operations by name: the API's nineteen, and those that only CQL statements of the lenient mode reach.

import type { Operation } from './context.js';
import { createKeyspace } from './create-keyspace.js';
import { createTable } from './create-table.js';
import { createType } from './create-type.js';
import { deleteKeyspace } from './delete-keyspace.js';
import { deleteTable } from './delete-table.js';
import { deleteType } from './delete-type.js';
import { getKeyspace } from './get-keyspace.js';
import { getTable } from './get-table.js';
import { getTableAutoScalingSettings } from './get-table-auto-scaling-settings.js';
import { getType } from './get-type.js';
import { createIndex, dropIndex, dropMissing } from './lenient-indexes.js';
import { alterKeyspaceReplication, alterTypeAddField, alterTypeRenameFields } from './lenient-keyspaces.js';
import { dropColumns, renameColumns, truncateTable } from './lenient-tables.js';
import { listKeyspaces } from './list-keyspaces.js';
import { listTables } from './list-tables.js';
import { listTagsForResource } from './list-tags-for-resource.js';
import { listTypes } from './list-types.js';
import { restoreTable } from './restore-table.js';
import { tagResource } from './tag-resource.js';
import { untagResource } from './untag-resource.js';
import { updateKeyspace } from './update-keyspace.js';
import { updateTable } from './update-table.js';

export const apiOperations: ReadonlyMap<string, Operation> = new Map([
  ['CreateKeyspace', createKeyspace],
  ['CreateTable', createTable],
  ['CreateType', createType],
  ['DeleteKeyspace', deleteKeyspace],
  ['DeleteTable', deleteTable],
  ['DeleteType', deleteType],
  ['GetKeyspace', getKeyspace],
  ['GetTable', getTable],
  ['GetTableAutoScalingSettings', getTableAutoScalingSettings],
  ['GetType', getType],
  ['ListKeyspaces', listKeyspaces],
  ['ListTables', listTables],
  ['ListTagsForResource', listTagsForResource],
  ['ListTypes', listTypes],
  ['RestoreTable', restoreTable],
  ['TagResource', tagResource],
  ['UntagResource', untagResource],
  ['UpdateKeyspace', updateKeyspace],
  ['UpdateTable', updateTable],
]);

export const lenientOperations: ReadonlyMap<string, Operation> = new Map([
  ['AlterKeyspaceReplication', alterKeyspaceReplication],
  ['AlterTypeAddField', alterTypeAddField],
  ['AlterTypeRenameFields', alterTypeRenameFields],
  ['CreateIndex', createIndex],
  ['DropColumns', dropColumns],
  ['DropIndex', dropIndex],
  ['DropMissing', dropMissing],
  ['RenameColumns', renameColumns],
  ['TruncateTable', truncateTable],
]);
