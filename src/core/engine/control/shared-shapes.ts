// The shapes that several operations take (control-plane facts 1.3 and 1.6), with the service model's constraints.

import { limits } from '../limits.js';
import { type Checked, flag, list, number, oneOf, type Shape, structure, text, whole } from './shape.js';

const strictName = text({ min: 1, max: limits.nameCharacters, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_]{0,47}$/ });
const looseName = text({ min: 1, max: limits.nameCharacters, pattern: /^[a-zA-Z0-9_]{1,48}$/ });
const name: Shape<string> = {
  check: (value, path, problems) => (problems.looseNames ? looseName : strictName).check(value, path, problems),
};
export const keyspaceName = name;
export const tableName = name;
export const typeName = text({ min: 1, max: limits.nameCharacters });
export const region = text({ min: 2, max: 25 });
export const resourceArn = text({ min: 20, max: 1000, pattern: /^arn:(aws[a-zA-Z0-9-]*):cassandra:.+.*$/ });

export const pageMembers = { nextToken: text({ min: 1, max: 2048 }), maxResults: whole(1, 1000) };

export const tag = structure({ key: text({ min: 1, max: 128 }), value: text({ min: 1, max: 256 }) });
export const tagList = list(tag, { min: 1, max: 60 });

export const replicationSpecification = structure(
  { replicationStrategy: oneOf(['SINGLE_REGION', 'MULTI_REGION']) },
  { regionList: list(region, { min: 2 }) },
);

export const columnDefinition = structure({ name: text(), type: text() });
export const schemaDefinition = structure(
  {
    allColumns: list(columnDefinition, { min: 1 }),
    partitionKeys: list(structure({ name: text() }), { min: 1 }),
  },
  {
    clusteringKeys: list(structure({ name: text(), orderBy: oneOf(['ASC', 'DESC']) })),
    staticColumns: list(structure({ name: text() })),
  },
);

const units = whole(1);
export const capacitySpecification = structure(
  { throughputMode: oneOf(['PAY_PER_REQUEST', 'PROVISIONED']) },
  { readCapacityUnits: units, writeCapacityUnits: units },
);
export const encryptionSpecification = structure(
  { type: oneOf(['AWS_OWNED_KMS_KEY', 'CUSTOMER_MANAGED_KMS_KEY']) },
  { kmsKeyIdentifier: text({ min: 1, max: 5096 }) },
);
export const pointInTimeRecovery = structure({ status: oneOf(['ENABLED', 'DISABLED']) });
/** TTL and client-side timestamps can be switched on only. */
export const enabledOnly = structure({ status: oneOf(['ENABLED']) });
export const defaultTimeToLive = whole(0, limits.ttlSecondsMax);

const scalingSettings = structure(
  {},
  {
    autoScalingDisabled: flag,
    minimumUnits: units,
    maximumUnits: units,
    scalingPolicy: structure(
      {},
      {
        targetTrackingScalingPolicyConfiguration: structure(
          { targetValue: number({}) },
          { disableScaleIn: flag, scaleInCooldown: whole(), scaleOutCooldown: whole() },
        ),
      },
    ),
  },
);
export const autoScalingSpecification = structure(
  {},
  { writeCapacityAutoScaling: scalingSettings, readCapacityAutoScaling: scalingSettings },
);
export const replicaSpecifications = list(
  structure({ region }, { readCapacityUnits: units, readCapacityAutoScaling: scalingSettings }),
  { min: 1 },
);
export const cdcSpecification = structure(
  { status: oneOf(['ENABLED', 'ENABLING', 'DISABLED', 'DISABLING']) },
  {
    viewType: oneOf(['NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY', 'NEW_AND_OLD_IMAGES']),
    tags: tagList,
    propagateTags: oneOf(['TABLE', 'NONE']),
  },
);
export const warmThroughputSpecification = structure({}, { readUnitsPerSecond: units, writeUnitsPerSecond: units });

export type TagInput = Checked<typeof tag>;
export type SchemaInput = Checked<typeof schemaDefinition>;
export type CapacityInput = Checked<typeof capacitySpecification>;
export type EncryptionInput = Checked<typeof encryptionSpecification>;
export type ScalingInput = Checked<typeof scalingSettings>;
export type AutoScalingInput = Checked<typeof autoScalingSpecification>;
export type ReplicasInput = Checked<typeof replicaSpecifications>;
export type CdcInput = Checked<typeof cdcSpecification>;
export type WarmInput = Checked<typeof warmThroughputSpecification>;
