// From SET clauses to cells: collections by their elements, list positions by the list that is there, counters by their
// deltas. Apart from write.ts because cells know nothing of keys and transactions.

import type { Column } from '../catalog/schema.js';
import type { Assignment } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { type BoundValue, UNSET } from '../session/api.js';
import type { CellWrite } from '../storage/table-store.js';
import { readElements, readFields, readPairs } from '../types/collections.js';
import { compareValues } from '../types/order.js';
import { timeuuidAt, timeuuidTicks } from '../types/timeuuid.js';
import { type Binding, evaluate } from './binding.js';
import { type ElementsOf, PendingLists } from './pending-lists.js';
import { readInt } from './values.js';

/** An assignment with its values bound. */
export interface BoundAssignment {
  readonly assignment: Assignment;
  readonly value: BoundValue;
  /** Map key or list index. */
  readonly key: BoundValue;
}

/** 2010-01-01 in units of 100 ns since 1970, and 1970 in those since 1582. */
const mirror = 1_262_304_000_000n * 10_000n;
const gregorianTicks = 0x01b21dd213814000n;

/** Writes that must see the row first. */
export const readsList = (assignment: Assignment): boolean =>
  assignment.kind === 'put-index' ||
  assignment.kind === 'delete-index' ||
  (assignment.kind === 'remove' && assignment.column.type.kind === 'list');

/** The key before the value; what is wrong with either is told before the next assignment is looked at, as Cassandra does,
 * which binds and applies one after the other. */
export function bindAssignment(assignment: Assignment, binding: Binding): BoundAssignment {
  const key =
    'key' in assignment
      ? evaluate(assignment.key, binding)
      : 'index' in assignment
        ? evaluate(assignment.index, binding)
        : null;
  const value = 'term' in assignment ? evaluate(assignment.term, binding) : null;
  if (assignment.kind !== 'set') checkOperands(assignment, value, key);
  return { assignment, value, key };
}

function checkOperands({ kind, column, ...rest }: Assignment, value: BoundValue, key: BoundValue): void {
  switch (kind) {
    case 'put':
      if (key === UNSET || key === null) throw invalid(`Invalid ${key === null ? 'null' : 'unset'} map key`);
      return;
    case 'delete-element':
      if (key === null || (key === UNSET && column.type.kind !== 'set'))
        throw invalid(`Invalid ${key === null ? 'null' : 'unset'} ${elementWord(column)}`);
      return;
    case 'put-index':
    case 'delete-index':
      if (key === UNSET && kind === 'put-index') throw invalid('Invalid unset value for list index');
      if (key === null || (key !== UNSET && key.length !== 4)) throw invalid('Invalid null value for list index');
      return;
    case 'count':
      if (value === UNSET) return;
      if (value === null || value.length !== 8) throw invalid('Invalid null value for counter increment');
      if ('sign' in rest && rest.sign === -1 && amountOf(value) === -(2n ** 63n)) {
        throw invalid(
          `The negation of ${amountOf(value)} overflows supported counter precision (signed 8 bytes integer)`,
        );
      }
  }
}

const amountOf = (value: Uint8Array): bigint => Buffer.from(value.buffer, value.byteOffset, 8).readBigInt64BE();

export class CellBuilder {
  private readonly binding: Binding;
  private readonly ttl: number;
  private readonly elementsOf: ElementsOf;
  private pending: PendingLists | undefined;
  private readonly cells: CellWrite[] = [];
  private readsLists = false;

  constructor(binding: Binding, ttl: number, elementsOf: ElementsOf) {
    this.binding = binding;
    this.ttl = ttl;
    this.elementsOf = elementsOf;
  }

  /** Made when a list is asked for: most writes have none. */
  private get lists(): PendingLists {
    this.pending ??= new PendingLists(this.elementsOf);
    return this.pending;
  }

  build(assignments: readonly BoundAssignment[]): CellWrite[] {
    this.readsLists = assignments.some((bound) => readsList(bound.assignment));
    for (const bound of assignments) this.add(bound);
    return this.cells;
  }

  private add({ assignment, value, key }: BoundAssignment): void {
    const { column } = assignment;
    switch (assignment.kind) {
      case 'set':
        if (value === UNSET) return;
        if (value === null) this.cells.push({ column, kind: 'delete' });
        else this.cells.push({ column, kind: 'set', value, ttl: this.ttl });
        return;
      case 'replace':
        if (value === UNSET) return;
        this.cells.push({ column, kind: 'delete', beforeElements: true });
        if (value !== null) this.fill(column, value);
        return;
      case 'append':
        if (value !== UNSET && value !== null) this.fill(column, value);
        return;
      case 'prepend':
        if (value !== UNSET && value !== null) this.prepend(column, value);
        return;
      case 'remove':
        if (value !== UNSET && value !== null) this.remove(column, value);
        return;
      case 'put':
        if (value !== UNSET) this.element(column, key as Uint8Array, value);
        return;
      case 'put-index':
        this.putIndex(column, key, value);
        return;
      case 'put-field':
        if (value !== UNSET) this.element(column, fieldPath(assignment.field), value);
        return;
      case 'count':
        this.count(column, assignment.sign, value);
        return;
      case 'delete':
        this.cells.push({ column, kind: 'delete' });
        return;
      case 'delete-element':
        if (key !== UNSET) this.element(column, key as Uint8Array, null);
        return;
      case 'delete-index':
        this.deleteIndex(column, key);
        return;
      case 'delete-field':
        this.element(column, fieldPath(assignment.field), null);
    }
  }

  private element(column: Column, path: Uint8Array, value: Uint8Array | null): void {
    if (this.readsLists && column.type.kind === 'list') this.lists.change(column, path, value);
    this.cells.push({ column, kind: 'element', path, value, ttl: this.ttl });
  }

  private fill(column: Column, value: Uint8Array): void {
    const { type } = column;
    switch (type.kind) {
      case 'list':
        for (const element of readElements(value)) this.element(column, this.binding.nextTimeuuid(), element);
        return;
      case 'set':
        for (const element of readElements(value, 'set')) this.element(column, element, new Uint8Array(0));
        return;
      case 'map':
        for (const [key, element] of readPairs(value)) this.element(column, key, element);
        return;
      case 'udt':
        for (const [i, field] of readFields(value, type.fieldNames.length).entries()) {
          if (field !== null) this.element(column, fieldPath(i), field);
        }
        return;
      default:
        throw new Error(`a ${type.kind} has no elements`);
    }
  }

  /** Cell ids before all others: time mirrored at 2010, so that what is prepended later comes first [C3 Lists]. */
  private prepend(column: Column, value: Uint8Array): void {
    const elements = readElements(value);
    for (let i = elements.length - 1; i >= 0; i--) {
      // the mirror of an id of now, so that two statements of one millisecond differ
      const now = this.binding.nextTimeuuid();
      const ticks = 2n * mirror - (timeuuidTicks(now) - gregorianTicks);
      this.element(column, timeuuidAt(Number(ticks / 10_000n), Number(ticks % 10_000n), now.subarray(8)), elements[i]!);
    }
  }

  private remove(column: Column, value: Uint8Array): void {
    const { type } = column;
    if (type.kind === 'list') {
      const gone = readElements(value);
      for (const element of [...this.lists.of(column)]) {
        if (gone.some((g) => compareValues(type.element, g, element.value) === 0)) {
          this.element(column, element.path, null);
        }
      }
      return;
    }
    for (const element of readElements(value, 'set')) this.element(column, element, null);
  }

  private putIndex(column: Column, key: BoundValue, value: BoundValue): void {
    const cell = this.cellAt(column, key, 'set an element on');
    if (value !== UNSET) this.element(column, cell.path, value);
  }

  private deleteIndex(column: Column, key: BoundValue): void {
    if (key === UNSET) return;
    this.element(column, this.cellAt(column, key, 'delete an element from').path, null);
  }

  private cellAt(column: Column, key: BoundValue, attempt: string): { readonly path: Uint8Array } {
    if (key === UNSET) throw invalid('Invalid unset value for list index');
    if (key === null || key.length !== 4) throw invalid('Invalid null value for list index');
    const index = readInt(key);
    const elements = this.lists.of(column);
    if (elements.length === 0) throw invalid(`Attempted to ${attempt} a list which is null`);
    const cell = elements[index];
    if (cell === undefined) throw invalid(`List index ${index} out of bound, list has size ${elements.length}`);
    return cell;
  }

  private count(column: Column, sign: 1 | -1, value: BoundValue): void {
    if (value === UNSET) return;
    const amount = amountOf(value as Uint8Array);
    this.cells.push({ column, kind: 'counter', delta: sign === 1 ? amount : -amount });
  }
}

function fieldPath(index: number): Uint8Array {
  return Uint8Array.of(index >>> 8, index);
}

const elementWord = (column: Column): string => (column.type.kind === 'set' ? 'set element' : 'map key');
