// Aggregates and GROUP BY of the lenient mode: folds rows into one row a group. Apart because Amazon Keyspaces has none
// of it and no other read pays for it.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column } from '../catalog/schema.js';
import type { Accumulator, Selection, Selector, SelectPlan } from '../cql/analysis/plan.js';
import type { RowView } from '../storage/table-store.js';
import { readFields } from '../types/collections.js';
import type { Binding } from './binding.js';
import type { CollectedRows, RowCollector } from './collect.js';
import { jsonDocument, selectorValue } from './project.js';
import { compareOrdered, sortsPartitions } from './sorting.js';
import { copied, sameValue } from './values.js';

/** One selected item while its group is read: an aggregate at work, a call over such, or the value of the first row. */
type Cell =
  | { readonly kind: 'running'; readonly selector: Selector & { kind: 'aggregate' }; readonly state: Accumulator }
  | { readonly kind: 'call'; readonly selector: Selector & { kind: 'call' }; readonly args: readonly Cell[] }
  | { readonly kind: 'field'; readonly index: number; readonly of: Cell }
  | { readonly kind: 'first'; readonly selector: Selector; value: Uint8Array | null | undefined };

export class AggregateCollector implements RowCollector {
  private readonly sink: ByteSink;
  private readonly selection: Selection;
  private readonly items: readonly Selector[];
  private readonly binding: Binding;
  private readonly keys: readonly Column[];
  private group: (Uint8Array | null)[] | undefined;
  private cells: Cell[] = [];
  private readonly plan: SelectPlan;
  /** ORDER BY over several partitions. */
  private readonly sorted: boolean;
  private place: (Uint8Array | null)[] | undefined;
  private readonly done: { readonly place: readonly (Uint8Array | null)[]; readonly values: (Uint8Array | null)[] }[] =
    [];

  constructor(sink: ByteSink, plan: SelectPlan, binding: Binding) {
    this.sink = sink;
    this.binding = binding;
    this.selection = plan.selection;
    const { selection } = plan;
    this.items =
      selection.kind === 'columns'
        ? selection.columns.map((column): Selector => ({ kind: 'column', column }))
        : selection.items;
    this.plan = plan;
    this.sorted = sortsPartitions(plan);
    const { partitionKey, clustering } = plan.source.schema;
    this.keys = [...partitionKey, ...clustering].slice(0, plan.groupBy ?? 0);
    // without GROUP BY there is one group even when no row is found
    if (plan.groupBy === undefined) this.start([]);
  }

  add(row: RowView): void {
    if (this.keys.length > 0) {
      const key = this.keys.map((column) => row.value(column));
      if (this.group === undefined || !this.group.every((value, i) => sameValue(value, key[i] ?? null))) {
        this.close();
        this.start(this.keys.map((column) => copied(row.value(column))));
      }
    }
    if (this.sorted) this.place ??= this.plan.source.schema.clustering.map((column) => copied(row.value(column)));
    for (const cell of this.cells) feed(cell, row, this.binding);
  }

  finish(limit: number): CollectedRows {
    this.close();
    if (this.sorted) this.done.sort((a, b) => compareOrdered(this.plan, a.place, b.place));
    const rows = this.done.slice(0, limit);
    for (const { values: row } of rows) {
      if (this.selection.kind === 'json') this.sink.value(jsonDocument(this.selection, (i) => row[i] ?? null));
      else for (const value of row) this.sink.value(value);
    }
    return { rowCount: rows.length, body: this.sink.view() };
  }

  private start(group: (Uint8Array | null)[]): void {
    this.group = group;
    this.cells = this.items.map(cellOf);
  }

  private close(): void {
    if (this.group === undefined) return;
    this.done.push({ place: this.place ?? [], values: this.cells.map((cell) => resultOf(cell, this.binding)) });
    this.place = undefined;
  }
}

function cellOf(selector: Selector): Cell {
  if (selector.kind === 'aggregate') return { kind: 'running', selector, state: selector.aggregate.start() };
  if (selector.kind === 'call' && selector.args.some(aggregates)) {
    return { kind: 'call', selector, args: selector.args.map(cellOf) };
  }
  if (selector.kind === 'field' && aggregates(selector.of)) {
    return { kind: 'field', index: selector.index, of: cellOf(selector.of) };
  }
  return { kind: 'first', selector, value: undefined };
}

function aggregates(selector: Selector): boolean {
  if (selector.kind === 'aggregate') return true;
  if (selector.kind === 'call') return selector.args.some(aggregates);
  return (selector.kind === 'field' || selector.kind === 'element') && aggregates(selector.of);
}

function feed(cell: Cell, row: RowView, binding: Binding): void {
  switch (cell.kind) {
    case 'running':
      cell.state.add(cell.selector.args.map((arg) => copied(selectorValue(arg, row, binding))));
      return;
    case 'call':
      for (const arg of cell.args) feed(arg, row, binding);
      return;
    case 'field':
      feed(cell.of, row, binding);
      return;
    case 'first':
      if (cell.value === undefined) cell.value = copied(selectorValue(cell.selector, row, binding));
  }
}

function resultOf(cell: Cell, binding: Binding): Uint8Array | null {
  switch (cell.kind) {
    case 'running':
      return cell.state.result();
    case 'call':
      return cell.selector.call.evaluate(
        cell.args.map((arg) => resultOf(arg, binding)),
        binding,
      );
    case 'field': {
      const whole = resultOf(cell.of, binding);
      return whole === null ? null : (readFields(whole, cell.index + 1)[cell.index] ?? null);
    }
    case 'first':
      return cell.value ?? null;
  }
}
