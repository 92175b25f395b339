// From a row to its bytes in a response: plain columns, expressions, JSON documents. Apart from reading because stored,
// virtual and aggregated rows are written alike.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Selection, Selector } from '../cql/analysis/plan.js';
import type { RowView } from '../storage/table-store.js';
import { readElements, readField, readPairs } from '../types/collections.js';
import type { CqlType } from '../types/cql-type.js';
import { jsonName, valueToJson } from '../types/json.js';
import { compareValues } from '../types/order.js';
import { type Binding, setValue, tokenOfParts } from './binding.js';
import { copied } from './values.js';

/** Appends one row of the selection. */
export function appendRow(sink: ByteSink, selection: Selection, row: RowView, binding: Binding): void {
  switch (selection.kind) {
    case 'columns':
      row.appendTo(sink, selection.columns);
      return;
    case 'expressions':
      for (const item of selection.items) sink.value(selectorValue(item, row, binding));
      return;
    case 'json':
      sink.value(jsonDocument(selection, (i) => selectorValue(selection.items[i]!, row, binding)));
  }
}

export function jsonDocument(
  selection: Selection & { kind: 'json' },
  valueAt: (index: number) => Uint8Array | null,
): Uint8Array {
  const parts = selection.names.map((name, i) => {
    const value = valueAt(i);
    return `${jsonName(name)}: ${value === null ? 'null' : valueToJson(selection.types[i]!, value)}`;
  });
  return Buffer.from(`{${parts.join(', ')}}`);
}

/** The value of a selector on a row; an aggregate has none here. */
export function selectorValue(selector: Selector, row: RowView, binding: Binding): Uint8Array | null {
  switch (selector.kind) {
    case 'column':
      return row.value(selector.column);
    case 'term':
      return setValue(selector.term, binding, '[selection]');
    case 'call': {
      const args = selector.args.map((arg) => selectorValue(arg, row, binding));
      return selector.call.evaluate(args.length > 1 ? args.map(copied) : args, binding);
    }
    case 'writetime':
      return bigintBytes(row.writeTime(selector.column));
    case 'ttl':
      return intBytes(row.ttl(selector.column));
    case 'token':
      return bigintBytes(row.token);
    case 'token-of': {
      const parts = selector.args.map((arg) => copied(selectorValue(arg, row, binding)));
      if (parts.some((part) => part === null)) return null;
      return bigintBytes(tokenOfParts(parts as Uint8Array[], binding));
    }
    case 'element': {
      const whole = selectorValue(selector.of, row, binding);
      const key = setValue(selector.key, binding, 'element');
      return whole === null || key === null ? null : elementOf(selector.ofType, whole, key);
    }
    case 'field': {
      const whole = selectorValue(selector.of, row, binding);
      return whole === null ? null : readField(whole, selector.index);
    }
    case 'aggregate':
      throw new Error('an aggregate has no value on one row');
  }
}

function elementOf(type: CqlType, whole: Uint8Array, key: Uint8Array): Uint8Array | null {
  if (type.kind === 'map') {
    return readPairs(whole).find((pair) => compareValues(type.key, pair[0], key) === 0)?.[1] ?? null;
  }
  if (type.kind === 'set') {
    return readElements(whole).find((element) => compareValues(type.element, element, key) === 0) ?? null;
  }
  return null;
}

function bigintBytes(value: bigint | null): Uint8Array | null {
  if (value === null) return null;
  const out = Buffer.allocUnsafe(8);
  out.writeBigInt64BE(value);
  return out;
}

function intBytes(value: number | null): Uint8Array | null {
  if (value === null) return null;
  const out = Buffer.allocUnsafe(4);
  out.writeInt32BE(value);
  return out;
}
