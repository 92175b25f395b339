// Valid inputs of an operation, and every way to damage one: each member in turn missing, null, of every other type, too
// short, too long, of a wrong pattern, out of range, no value of its enumeration.

import type { Constraint, Shape } from './models.js';

export type Json = Record<string, unknown>;
export interface Damage {
  readonly input: Json;
  /** Of the damaged member; numbers are places in lists. */
  readonly path: readonly (string | number)[];
  readonly what: string;
  /** `type`: the front end refuses it; `constraint`: the service's model does; `either`: one of both. */
  readonly kind: 'type' | 'constraint' | 'either';
}

/** Values that go further than the first check. */
const known: Readonly<Record<string, string>> = {
  ServiceNamespace: 'cassandra',
  ResourceId: 'keyspace/nowhere/table/t',
  ScalableDimension: 'cassandra:table:ReadCapacityUnits',
  PolicyType: 'TargetTrackingScaling',
  PredefinedMetricType: 'CassandraReadCapacityUtilization',
  ServiceCode: 'cassandra',
  QuotaCode: 'L-677FFD22',
  DashboardBody: '{"widgets":[]}',
  resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/nowhere/',
  ResourceARN: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:nothing',
  streamArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/nowhere/table/t/stream/2026-01-01T00:00:00.000',
  shardId: `shardId-${'0'.repeat(30)}`,
  sequenceNumber: '1'.repeat(21),
  shardIteratorType: 'LATEST',
  replicationStrategy: 'SINGLE_REGION',
  throughputMode: 'PAY_PER_REQUEST',
  orderBy: 'ASC',
  status: 'ENABLED',
  type: 'int',
  Statistic: 'Sum',
  Stat: 'Sum',
  Unit: 'Count',
  ComparisonOperator: 'GreaterThanThreshold',
  StateValue: 'OK',
  AttributeKey: 'EventName',
};

function validOf(shape: Shape, name: string): unknown {
  switch (shape.kind) {
    case 'text':
      return known[name] ?? 'a'.repeat(Math.max(3, shape.constraint.min ?? 0));
    case 'number':
      return /Period/.test(name) ? 60 : Math.max(1, shape.constraint.min ?? 1);
    case 'flag':
      return true;
    case 'time':
      return name === 'EndTime' ? 1_767_312_000 : 1_767_308_400;
    case 'map':
      return { a: 'b' };
    case 'list':
      return Array.from({ length: Math.max(1, shape.constraint.min ?? 0) }, () => validOf(shape.item, name));
    case 'structure':
      return Object.fromEntries(
        [...shape.members]
          .filter(([, member]) => member.required)
          .map(([each, member]) => [each, validOf(member.shape, each)]),
      );
  }
}

export const validInput = (shape: Shape): Json => validOf(shape, '') as Json;

const gone = Symbol('gone');

export function* damagesOf(shape: Shape): Generator<Damage> {
  for (const place of placesOf(shape, [])) {
    for (const { value, what, kind } of valuesFor(place.shape, place.required))
      yield { input: built(shape, place.path, value) as Json, path: place.path, what, kind };
  }
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly shape: Shape;
  readonly required: boolean;
}

function* placesOf(shape: Shape, path: readonly (string | number)[]): Generator<Place> {
  if (shape.kind === 'structure')
    for (const [name, member] of shape.members) {
      yield { path: [...path, name], shape: member.shape, required: member.required };
      yield* placesOf(member.shape, [...path, name]);
    }
  if (shape.kind === 'list') {
    yield { path: [...path, 0], shape: shape.item, required: false };
    yield* placesOf(shape.item, [...path, 0]);
  }
}

/** A valid input but for the value at `path`. */
function built(shape: Shape, path: readonly (string | number)[], value: unknown, name = ''): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (shape.kind === 'structure') {
    const whole = validOf(shape, name) as Json;
    const member = built(shape.members.get(String(first))!.shape, rest, value, String(first));
    if (member === gone) delete whole[String(first)];
    else whole[String(first)] = member;
    return whole;
  }
  if (shape.kind !== 'list') throw new Error('no place in a scalar');
  const items = validOf(shape, name) as unknown[];
  items[0] = built(shape.item, rest, value, name);
  return items;
}

type Value = Pick<Damage, 'what' | 'kind'> & { readonly value: unknown };

function* valuesFor(shape: Shape, required: boolean): Generator<Value> {
  if (required) {
    yield { what: 'missing', kind: 'constraint', value: gone };
    yield { what: 'null', kind: 'constraint', value: null };
  }
  const fits: Readonly<Record<Shape['kind'], readonly string[]>> = {
    text: ['text'],
    number: ['number'],
    flag: ['flag'],
    time: ['number'],
    map: ['structure'],
    list: ['list'],
    structure: ['structure'],
  };
  for (const [kind, value] of [
    ['text', 'no such thing'],
    ['number', 7],
    ['flag', true],
    ['list', []],
    ['structure', {}],
  ] as const)
    if (!fits[shape.kind].includes(kind)) yield { what: `a ${kind}`, kind: 'type', value };
  if ('constraint' in shape) yield* brokenBy(shape);
}

function* brokenBy(shape: Extract<Shape, { readonly constraint: Constraint }>): Generator<Value> {
  const { min, max, whole, pattern, values } = shape.constraint;
  const broken = (what: string, value: unknown): Value => ({ what, kind: 'constraint', value });
  if (shape.kind === 'text') {
    if (min !== undefined && min > 0) yield broken('too short', 'a'.repeat(min - 1));
    if (max !== undefined) yield broken('too long', 'a'.repeat(max + 1));
    if (pattern !== undefined) yield broken('of a wrong pattern', '* é');
    if (values === true) yield broken('no value of it', 'NO_SUCH_VALUE');
  }
  if (shape.kind === 'number') {
    if (whole === true) yield { what: 'no whole number', kind: 'either', value: 1.5 };
    if (min !== undefined) yield broken('too small', min - 1);
    if (max !== undefined) yield broken('too large', max + 1);
  }
  if (shape.kind === 'list') {
    const items = (count: number) => Array.from({ length: count }, () => validOf(shape.item, ''));
    if (min !== undefined && min > 0) yield broken('too few', items(min - 1));
    if (max !== undefined) yield broken('too many', items(max + 1));
  }
}
