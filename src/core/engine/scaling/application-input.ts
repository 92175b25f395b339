// Inputs of the Application Auto Scaling operations that the engine has, for the namespace `cassandra` [control-plane
// facts 3.5]. In the words of the service where they are known.

import { readOffset, writeOffset } from '../../lib/opaque-token.js';
import { ApiError } from '../control/api.js';
import { validation } from '../control/errors.js';
import { type Checked, checkInput, flag, list, number, structure, text, whole } from '../control/shape.js';
import { type Direction, dimensionOf, directions, predefinedMetricOf } from './target.js';

const name = text({ min: 1, max: 1600 });
const paging = { MaxResults: whole(1, 50), NextToken: text() };
const suspended = structure(
  {},
  { DynamicScalingInSuspended: flag, DynamicScalingOutSuspended: flag, ScheduledScalingSuspended: flag },
);
const one = { ServiceNamespace: name, ResourceId: name, ScalableDimension: name };

const registering = structure(one, {
  MinCapacity: whole(),
  MaxCapacity: whole(),
  RoleARN: text({ min: 1, max: 1600 }),
  SuspendedState: suspended,
});
const tracking = structure(
  { TargetValue: number() },
  {
    PredefinedMetricSpecification: structure({ PredefinedMetricType: name }, { ResourceLabel: text() }),
    CustomizedMetricSpecification: structure({}),
    ScaleOutCooldown: whole(0),
    ScaleInCooldown: whole(0),
    DisableScaleIn: flag,
  },
);
const putting = structure(
  { PolicyName: text({ min: 1, max: 256 }), ...one },
  { PolicyType: name, TargetTrackingScalingPolicyConfiguration: tracking },
);
const deletingPolicy = structure({ PolicyName: text({ min: 1, max: 1600 }), ...one });
const deregistering = structure(one);
const listingTargets = structure(
  { ServiceNamespace: name },
  { ResourceIds: list(name, { max: 50 }), ScalableDimension: name, ...paging },
);
const listingPolicies = structure(
  { ServiceNamespace: name },
  { PolicyNames: list(name, { max: 50 }), ResourceId: name, ScalableDimension: name, ...paging },
);
const listingActivities = structure(
  { ServiceNamespace: name },
  { ResourceId: name, ScalableDimension: name, IncludeNotScaledActivities: flag, ...paging },
);

/** Which target an input is about. */
export interface TargetName {
  readonly keyspace: string;
  readonly table: string;
  readonly direction: Direction;
  readonly resourceId: string;
}

function checkNamespace(namespace: string): void {
  if (namespace !== 'cassandra')
    throw validation(`Unsupported service namespace, resource type or scalable dimension: ${namespace}`);
}

function targetName(input: Checked<typeof deregistering>): TargetName {
  checkNamespace(input.ServiceNamespace);
  const { keyspace, table } = resource(input.ResourceId);
  return { keyspace, table, direction: dimension(input.ScalableDimension), resourceId: input.ResourceId };
}

export function resource(id: string): { readonly keyspace: string; readonly table: string } {
  const [, keyspace, table] = /^keyspace\/([^/]+)\/table\/([^/]+)$/.exec(id) ?? [];
  if (keyspace === undefined || table === undefined)
    throw validation(`Unsupported resource ID ${id}: it must have the form keyspace/KEYSPACE/table/TABLE`);
  return { keyspace, table };
}

function dimension(text: string): Direction {
  const found = directions.find((direction) => dimensionOf(direction) === text);
  if (found === undefined)
    throw validation(`Unsupported service namespace, resource type or scalable dimension: ${text}`);
  return found;
}

export function registerInput(raw: unknown) {
  const input = checkInput(registering, raw);
  const state = input.SuspendedState;
  return {
    target: targetName(input),
    ...(input.MinCapacity === undefined ? {} : { minimum: input.MinCapacity }),
    ...(input.MaxCapacity === undefined ? {} : { maximum: input.MaxCapacity }),
    ...(state === undefined
      ? {}
      : {
          suspended: {
            in: state.DynamicScalingInSuspended ?? false,
            out: state.DynamicScalingOutSuspended ?? false,
          },
        }),
  };
}

export const deregisterInput = (raw: unknown): TargetName => targetName(checkInput(deregistering, raw));

export function putPolicyInput(raw: unknown) {
  const input = checkInput(putting, raw);
  const target = targetName(input);
  if (input.PolicyType !== 'TargetTrackingScaling')
    throw validation(`${input.PolicyType ?? 'StepScaling'} policies are not supported for Amazon Keyspaces`);
  const given = input.TargetTrackingScalingPolicyConfiguration;
  if (given === undefined) throw validation('TargetTrackingScalingPolicyConfiguration must be specified');
  if (given.CustomizedMetricSpecification !== undefined)
    throw validation('CustomizedMetricSpecification is not offered by this engine: use a predefined metric');
  const metric = given.PredefinedMetricSpecification?.PredefinedMetricType;
  if (metric !== predefinedMetricOf(target.direction))
    throw validation(`PredefinedMetricType must be ${predefinedMetricOf(target.direction)} for this dimension`);
  if (given.TargetValue < 20 || given.TargetValue > 90) throw validation('TargetValue must be between 20 and 90');
  return {
    target,
    policyName: input.PolicyName,
    targetValue: given.TargetValue,
    disableScaleIn: given.DisableScaleIn ?? false,
    scaleInCooldown: given.ScaleInCooldown ?? 0,
    scaleOutCooldown: given.ScaleOutCooldown ?? 0,
  };
}

export function deletePolicyInput(raw: unknown): { readonly target: TargetName; readonly policyName: string } {
  const input = checkInput(deletingPolicy, raw);
  return { target: targetName(input), policyName: input.PolicyName };
}

export interface Filter {
  readonly resourceIds?: readonly string[];
  readonly policyNames?: readonly string[];
  readonly direction?: Direction;
  readonly limit: number;
  readonly offset: number;
}

interface Listing {
  readonly ServiceNamespace: string;
  readonly ScalableDimension?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function filterOf(input: Listing, resourceIds: readonly string[] | undefined): Filter {
  checkNamespace(input.ServiceNamespace);
  if (input.ScalableDimension !== undefined && (resourceIds === undefined || resourceIds.length === 0))
    throw validation('A scalable dimension can only be given together with a resource ID');
  return {
    ...(resourceIds === undefined || resourceIds.length === 0 ? {} : { resourceIds }),
    ...(input.ScalableDimension === undefined ? {} : { direction: dimension(input.ScalableDimension) }),
    limit: input.MaxResults ?? 50,
    offset: readToken(input.NextToken),
  };
}

export function targetsFilter(raw: unknown): Filter {
  const input = checkInput(listingTargets, raw);
  return filterOf(input, input.ResourceIds);
}
export function policiesFilter(raw: unknown): Filter {
  const input = checkInput(listingPolicies, raw);
  const filter = filterOf(input, input.ResourceId === undefined ? undefined : [input.ResourceId]);
  return input.PolicyNames === undefined || input.PolicyNames.length === 0
    ? filter
    : { ...filter, policyNames: input.PolicyNames };
}
export function activitiesFilter(raw: unknown): Filter {
  const input = checkInput(listingActivities, raw);
  return filterOf(input, input.ResourceId === undefined ? undefined : [input.ResourceId]);
}

export const writeToken = (offset: number): string => writeOffset('scaling', offset);

function readToken(token: string | undefined): number {
  const offset = token === undefined ? 0 : readOffset('scaling', token);
  if (offset === undefined) throw new ApiError('InvalidNextTokenException', 'The next token is invalid');
  return offset;
}
