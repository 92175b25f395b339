// CUSTOM_PROPERTIES and AUTOSCALING_SETTINGS become members of the API's inputs [control-plane facts 14, data-plane facts
// 2.4]. Apart because this is a mapping of names that CREATE, ALTER and RESTORE share.

import { invalid } from '../../cql-error.js';
import type { PropertyMap } from './ddl-properties.js';

export type ApiMembers = Record<string, unknown>;

/** One member of the API a custom property; which ones are allowed together is for the control plane to say. Both maps may
 * tell of the same other Regions. */
export function settingsMembers(custom: PropertyMap = {}, autoScaling: PropertyMap = {}): ApiMembers {
  const members: ApiMembers = {};
  for (const [key, value] of Object.entries(custom)) {
    if (typeof value === 'string') throw invalid(`Invalid value for custom property '${key}'. It should be a map.`);
    Object.assign(members, customMember(key, value));
  }
  const scaling = autoScalingMembers(autoScaling);
  const replicas = [members, scaling].flatMap((of) => (of.replicaSpecifications ?? []) as readonly Replica[]);
  const merged = new Map<string, Replica>();
  for (const replica of replicas) merged.set(replica.region, { ...merged.get(replica.region), ...replica });
  return { ...members, ...scaling, ...(merged.size > 0 && { replicaSpecifications: [...merged.values()] }) };
}

type Replica = ApiMembers & { readonly region: string };

function customMember(key: string, value: PropertyMap): ApiMembers {
  switch (key) {
    case 'capacity_mode':
      return {
        capacitySpecification: renamed(key, value, {
          throughput_mode: ['throughputMode', text],
          read_capacity_units: ['readCapacityUnits', whole],
          write_capacity_units: ['writeCapacityUnits', whole],
        }),
      };
    case 'point_in_time_recovery':
      return { pointInTimeRecovery: status(key, value) };
    case 'encryption_specification':
      return {
        encryptionSpecification: renamed(key, value, {
          encryption_type: ['type', text],
          kms_key_identifier: ['kmsKeyIdentifier', text],
        }),
      };
    case 'client_side_timestamps':
      return { clientSideTimestamps: status(key, value) };
    case 'ttl':
      return { ttl: status(key, value) };
    case 'cdc_specification':
      return {
        cdcSpecification: {
          ...renamed(key, value, {
            view_type: ['viewType', text],
            status: ['status', upper],
            propagate_tags: ['propagateTags', upper],
            tags: ['tags', keep],
          }),
        },
      };
    case 'warm_throughput':
      return {
        warmThroughputSpecification: renamed(key, value, {
          read_units_per_second: ['readUnitsPerSecond', whole],
          write_units_per_second: ['writeUnitsPerSecond', whole],
        }),
      };
    case 'replica_updates':
      return {
        replicaSpecifications: Object.entries(value).map(([region, settings]) => ({
          region,
          ...renamed(key, mapIn(key, settings), { read_capacity_units: ['readCapacityUnits', whole] }),
        })),
      };
    default:
      throw invalid(`Unknown custom property '${key}'`);
  }
}

/** `autoScalingSpecification`, and `replicaSpecifications` for other Regions. */
function autoScalingMembers(map: PropertyMap): ApiMembers {
  const members: ApiMembers = {};
  const specification: ApiMembers = {};
  for (const [key, value] of Object.entries(map)) {
    switch (key) {
      case 'provisioned_write_capacity_autoscaling_update':
        specification.writeCapacityAutoScaling = scaling(mapIn(key, value));
        break;
      case 'provisioned_read_capacity_autoscaling_update':
        specification.readCapacityAutoScaling = scaling(mapIn(key, value));
        break;
      case 'replica_updates':
        members.replicaSpecifications = Object.entries(mapIn(key, value)).map(([region, settings]) => {
          const read = mapIn(region, settings).provisioned_read_capacity_autoscaling_update;
          return { region, ...(read !== undefined && { readCapacityAutoScaling: scaling(mapIn(region, read)) }) };
        });
        break;
      default:
        throw invalid(`Unknown autoscaling setting '${key}'`);
    }
  }
  if (Object.keys(specification).length > 0) members.autoScalingSpecification = specification;
  return members;
}

function scaling(map: PropertyMap): ApiMembers {
  return renamed('autoscaling_settings', map, {
    autoscaling_disabled: ['autoScalingDisabled', flag],
    minimum_units: ['minimumUnits', whole],
    maximum_units: ['maximumUnits', whole],
    scaling_policy: ['scalingPolicy', policy],
  });
}

function policy(key: string, value: string | PropertyMap): ApiMembers {
  const tracking = mapIn(key, value).target_tracking_scaling_policy_configuration;
  if (tracking === undefined) return {};
  return {
    targetTrackingScalingPolicyConfiguration: renamed(key, mapIn(key, tracking), {
      target_value: ['targetValue', whole],
      disable_scale_in: ['disableScaleIn', flag],
      scale_in_cooldown: ['scaleInCooldown', whole],
      scale_out_cooldown: ['scaleOutCooldown', whole],
    }),
  };
}

type Convert = (key: string, value: string | PropertyMap) => unknown;

function renamed(
  where: string,
  map: PropertyMap,
  names: Readonly<Record<string, readonly [string, Convert]>>,
): ApiMembers {
  const out: ApiMembers = {};
  for (const [key, value] of Object.entries(map)) {
    // not a name that every object has
    const target = Object.hasOwn(names, key) ? names[key] : undefined;
    if (target === undefined) throw invalid(`Unknown key '${key}' in '${where}'`);
    out[target[0]] = target[1](key, value);
  }
  return out;
}

/** CQL writes statuses in lower case, the API in upper [facts 14]. */
const status = (key: string, value: PropertyMap): ApiMembers => renamed(key, value, { status: ['status', upper] });

function text(key: string, value: string | PropertyMap): string {
  if (typeof value !== 'string') throw invalid(`Invalid value for '${key}'. It should be a string`);
  return value;
}

const upper = (key: string, value: string | PropertyMap): string => text(key, value).toUpperCase();
const keep = (_key: string, value: string | PropertyMap): unknown =>
  typeof value === 'string' ? value : Object.entries(value).map(([k, v]) => ({ key: k, value: v }));

function whole(key: string, value: string | PropertyMap): number {
  const number = Number(text(key, value));
  if (!Number.isFinite(number)) throw invalid(`Invalid integer value ${String(value)} for '${key}'`);
  return number;
}

function flag(key: string, value: string | PropertyMap): boolean {
  const word = text(key, value).toLowerCase();
  if (word !== 'true' && word !== 'false') throw invalid(`Invalid boolean value ${String(value)} for '${key}'`);
  return word === 'true';
}

function mapIn(key: string, value: string | PropertyMap): PropertyMap {
  if (typeof value === 'string') throw invalid(`Invalid value for '${key}'. It should be a map.`);
  return value;
}
