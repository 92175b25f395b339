// The inputs of every operation that the engine answers over HTTP, as trees: types and required members from the models of
// the installed SDK clients, for services without a client by hand; constraints from AWS's service models by hand.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constraints } from './constraints.js';

export type Scalar = 'text' | 'number' | 'flag' | 'time';
export interface Constraint {
  /** Length of texts and lists, value of numbers. */
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
  readonly pattern?: RegExp;
  readonly values?: boolean;
}
export type Shape =
  | { readonly kind: Scalar; readonly constraint: Constraint }
  | { readonly kind: 'map' }
  | { readonly kind: 'list'; readonly item: Shape; readonly constraint: Constraint }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Member> };
export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}
export interface Service {
  /** Before the dot of X-Amz-Target. */
  readonly target: string;
  readonly operations: ReadonlyMap<string, Shape>;
}

const root = join(import.meta.dirname, '../../..');
const { modelOf } = (await import(pathToFileURL(join(root, 'scripts/coverage.mjs')).href)) as {
  modelOf(client: string): Promise<ReadonlyMap<string, { readonly in: unknown }>>;
};

type Schema = readonly unknown[] | number | (() => Schema);
const resolved = (schema: Schema): Exclude<Schema, () => Schema> =>
  typeof schema === 'function' ? resolved(schema()) : schema;

/** Deeper than any input that is not recursive. */
const depthMax = 8;

function shapeOf(target: string, name: string, reference: Schema, depth: number): Shape {
  const constraint = constraints[target]?.[name] ?? {};
  const schema = resolved(reference);
  if (typeof schema === 'number') {
    if (schema >= 128) return { kind: 'map' };
    // lists of plain values are marked by a bit
    if (schema >= 64) return { kind: 'list', item: shapeOf(target, `${name}[]`, schema - 64, depth + 1), constraint };
    const kinds: Readonly<Record<number, Scalar>> = { 0: 'text', 1: 'number', 2: 'flag', 4: 'time' };
    return { kind: kinds[schema] ?? 'text', constraint };
  }
  // a member with traits of its own: [schema, traits]
  if (typeof schema[0] !== 'number') return shapeOf(target, name, schema[0] as Schema, depth);
  if (schema[0] === 1)
    return { kind: 'list', item: shapeOf(target, `${name}[]`, schema[4] as Schema, depth + 1), constraint };
  if (schema[0] === 2) return { kind: 'map' };
  const [, , , , names, schemas, required] = schema as unknown as [0, 0, 0, 0, string[], Schema[], number?];
  const members = depth > depthMax ? [] : names;
  return {
    kind: 'structure',
    members: new Map(
      members.map((each, at) => [
        each,
        { shape: shapeOf(target, each, schemas[at]!, depth + 1), required: at < (required ?? 0) },
      ]),
    ),
  };
}

async function serviceOf(target: string, client: string, operations?: readonly string[]): Promise<Service> {
  const model = await modelOf(client);
  const wanted = operations ?? [...model.keys()];
  return {
    target,
    operations: new Map(wanted.map((name) => [name, shapeOf(target, name, model.get(name)!.in as Schema, 0)])),
  };
}

/** `name*` is required. */
function byHand(target: string, operations: Readonly<Record<string, string>>): Service {
  const structure = (text: string): Shape => ({
    kind: 'structure',
    members: new Map(
      text.split(' ').map((entry) => {
        const name = entry.replace('*', '');
        const shape: Shape = {
          kind: /^max/i.test(name) ? 'number' : 'text',
          constraint: constraints[target]?.[name] ?? {},
        };
        return [name, { shape, required: entry.endsWith('*') }];
      }),
    ),
  });
  return { target, operations: new Map(Object.entries(operations).map(([name, text]) => [name, structure(text)])) };
}

const metricOperations =
  'DeleteAlarms DeleteDashboards DescribeAlarmHistory DescribeAlarms DescribeAlarmsForMetric DisableAlarmActions EnableAlarmActions GetDashboard GetMetricData GetMetricStatistics ListDashboards ListMetrics ListTagsForResource PutDashboard PutMetricAlarm SetAlarmState TagResource UntagResource';
const scalingOperations =
  'DeleteScalingPolicy DeregisterScalableTarget DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies PutScalingPolicy RegisterScalableTarget';

export const services: readonly Service[] = [
  await serviceOf('KeyspacesService', '@aws-sdk/client-keyspaces'),
  byHand('KeyspacesStreams', {
    ListStreams: 'keyspaceName tableName maxResults nextToken',
    GetStream: 'streamArn* maxResults nextToken',
    GetShardIterator: 'streamArn* shardId* shardIteratorType* sequenceNumber',
    GetRecords: 'shardIterator* maxResults',
  }),
  await serviceOf('GraniteServiceVersion20100801', '@aws-sdk/client-cloudwatch', metricOperations.split(' ')),
  await serviceOf('CloudTrail_20131101', '@aws-sdk/client-cloudtrail', ['LookupEvents']),
  await serviceOf('AnyScaleFrontendService', '@aws-sdk/client-application-auto-scaling', scalingOperations.split(' ')),
  byHand('ServiceQuotasV20190624', {
    ListServiceQuotas: 'ServiceCode* NextToken MaxResults QuotaCode QuotaAppliedAtLevel',
    ListAWSDefaultServiceQuotas: 'ServiceCode* NextToken MaxResults',
    GetServiceQuota: 'ServiceCode* QuotaCode* ContextId',
    GetAWSDefaultServiceQuota: 'ServiceCode* QuotaCode*',
  }),
];
