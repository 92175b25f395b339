// Every computed table of the four system keyspaces. They are made once and read the catalog anew at each SELECT.

import type { CatalogView } from './records.js';
import type { TableSchema, VirtualTable } from './schema.js';
import type { SystemFacts } from './system-facts.js';
import { mcsTables } from './system-mcs.js';
import { multiRegionTables } from './system-multiregion.js';
import { nodeTables } from './system-node.js';
import { schemaTables } from './system-schema.js';

export { systemKeyspaceNames as systemKeyspaces } from './reserved-keyspaces.js';
export type { ResourceArns, SystemFacts } from './system-facts.js';

export function systemTables(view: CatalogView, facts: SystemFacts): readonly VirtualTable[] {
  const schemas: TableSchema[] = [];
  const all = () => schemas;
  const tables = [
    ...nodeTables(view, facts),
    ...schemaTables(view, all),
    ...mcsTables(view, facts, all),
    ...multiRegionTables(view, facts),
  ];
  schemas.push(...tables.map((table) => table.schema));
  return tables;
}
