// Traffic of the addresses that stand for zones, as CloudWatch has it of a VPC interface endpoint: namespace
// AWS/PrivateLinkEndpoints [data-plane facts 5.1; names of metrics and dimensions of the PrivateLink guide]. A minute without
// traffic has no data point, which is how a zone that failed is seen.

import type { Bins, EndpointBin } from './bins.js';
import { amount, type Distribution, events, ofSum } from './definitions.js';

export const endpointNamespace = 'AWS/PrivateLinkEndpoints';

/** The zone of the figures of all zones together. */
export const allZones = '';

const endpointMetrics: readonly {
  readonly name: string;
  readonly unit: 'Count' | 'Bytes';
  read(bin: EndpointBin): Distribution | undefined;
}[] = [
  { name: 'ActiveConnections', unit: 'Count', read: (bin) => ofSum(bin.active) },
  { name: 'BytesProcessed', unit: 'Bytes', read: (bin) => amount(bin.bytes) },
  { name: 'NewConnections', unit: 'Count', read: (bin) => events(bin.opened) },
];

export const endpointUnitOf = (metric: string): string | undefined =>
  endpointMetrics.find(({ name }) => name === metric)?.unit;

/** The engine has no VPC: ids say so, and a subnet's names its zone. */
function dimensionsOf(region: string, zone: string): Readonly<Record<string, string>> {
  return {
    'Endpoint Type': 'Interface',
    'Service Name': `com.amazonaws.${region}.cassandra`,
    ...(zone === allZones ? {} : { 'Subnet Id': `subnet-${zone}` }),
    'VPC Endpoint Id': 'vpce-local',
    'VPC Id': 'vpc-local',
  };
}

export function endpointSeries(bins: Bins, region: string) {
  return [...bins.endpoints].flatMap(([zone, bin]) =>
    endpointMetrics
      .filter((definition) => definition.read(bin) !== undefined)
      .map(({ name, unit }) => ({
        namespace: endpointNamespace,
        metric: name,
        unit,
        dimensions: dimensionsOf(region, zone),
      })),
  );
}

/** Dimensions must match exactly. */
export function endpointDistribution(
  bins: Bins,
  region: string,
  metric: string,
  dimensions: Readonly<Record<string, string>>,
): Distribution | undefined {
  const zone = dimensions['Subnet Id']?.slice('subnet-'.length) ?? allZones;
  const wanted = Object.entries(dimensionsOf(region, zone));
  const matches =
    wanted.length === Object.keys(dimensions).length && wanted.every(([name, value]) => dimensions[name] === value);
  const bin = bins.endpoints.get(zone);
  if (!matches || bin === undefined) return undefined;
  return endpointMetrics.find(({ name }) => name === metric)?.read(bin);
}
