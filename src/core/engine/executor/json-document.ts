// INSERT JSON: the document becomes one value a column. Apart because a bound document is decoded when the statement runs.

import type { Column } from '../catalog/schema.js';
import type { ModifyPlan } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { type BoundValue, UNSET } from '../session/api.js';
import { decodeDocument } from '../types/json-document.js';
import { type Binding, evaluate } from './binding.js';

export function bindJson(json: NonNullable<ModifyPlan['json']>, binding: Binding): ReadonlyMap<Column, BoundValue> {
  const members =
    json.members ?? decodeDocument(documentText(json, binding), json.columns, () => BigInt(binding.nowMs));
  const values = new Map<Column, BoundValue>();
  for (const column of json.columns) {
    const value = members.get(column.name);
    values.set(column, value !== undefined ? value : json.defaultUnset ? UNSET : null);
  }
  return values;
}

function documentText(json: NonNullable<ModifyPlan['json']>, binding: Binding): string {
  const document = evaluate(json.term, binding);
  if (document === null || document === UNSET) throw invalid('Got null for INSERT JSON values');
  return Buffer.from(document.buffer, document.byteOffset, document.length).toString('utf8');
}
