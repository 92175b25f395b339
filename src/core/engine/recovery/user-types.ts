// User types of a restored table: which ones its columns need, and which of them the target keyspace lacks (control-plane
// facts 4.1).

import type { ColumnRecord, TypeRecord } from '../catalog/records.js';
import { childTypes, typesOfTable } from '../catalog/type-graph.js';

type FindType = (name: string) => TypeRecord | undefined;

/** Types that the columns name and those inside them, inner ones first; what `find` does not know is left out. */
export function typesNeeded(columns: readonly ColumnRecord[], find: FindType): TypeRecord[] {
  const found = new Map<string, TypeRecord>();
  const visit = (name: string): void => {
    const record = found.has(name) ? undefined : find(name);
    if (record === undefined) return;
    for (const child of childTypes(record)) visit(child);
    found.set(name, record);
  };
  for (const name of typesOfTable({ columns })) visit(name);
  return [...found.values()];
}

export interface TypesToMake {
  readonly missing: readonly TypeRecord[];
  /** Names of types that stand in the target keyspace and are others. */
  readonly different: readonly string[];
}

/** `sameKeyspace`: there a type that was dropped and made again is another one, whatever its fields. */
export function compareTypes(needed: readonly TypeRecord[], find: FindType, sameKeyspace: boolean): TypesToMake {
  const missing: TypeRecord[] = [];
  const different: string[] = [];
  for (const type of needed) {
    const standing = find(type.name);
    if (standing === undefined) missing.push(type);
    else if (sameKeyspace ? standing.createdAtMs !== type.createdAtMs : !sameFields(standing, type))
      different.push(type.name);
  }
  return { missing, different };
}

function sameFields(a: TypeRecord, b: TypeRecord): boolean {
  return (
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => field.name === b.fields[i]!.name && field.type === b.fields[i]!.type)
  );
}
