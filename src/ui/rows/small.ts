// Views of the smaller results: types, tags, targets, capacity, metrics, the local server, deletions, dry runs.

import {
  type ActiveRule,
  type CapacityOf,
  type CreatedFromCql,
  type Deleted,
  type DescribedType,
  type DryRun,
  type FullStatus,
  formatDuration,
  type Gathered,
  type InfoOf,
  type ListedTarget,
  type ListedType,
  type MetricLine,
  type MetricsOf,
  type ServerState,
  scalingText,
  type Tag,
  type TagsOf,
  type Target,
  type Waited,
} from '../../core/index.js';
import { faultText } from '../text/fault.js';
import { dash, formatMoney, formatNumber, formatTime } from '../text/format.js';
import { renderRecord } from '../text/grid.js';
import type { Colour, Style } from '../text/style.js';
import { capacityText } from './table.js';
import { gridView, textView, type View } from './view.js';

export const typeList: View<Gathered<ListedType>> = gridView<Gathered<ListedType>, ListedType>(
  [{ title: 'TYPE', text: (row) => `${row.keyspaceName}.${row.typeName}` }],
  (result) => result.items,
  'No user-defined types. Make one: ks types create shop.address --field street:text',
);
export const typeRecord: View<DescribedType> = textView((type, style) => {
  const record = renderRecord(
    [
      ['type', `${type.keyspaceName}.${type.typeName}`],
      ['status', type.status],
      ['used by', (type.directReferringTables ?? []).join(', ') || undefined],
      ['inside', (type.directParentTypes ?? []).join(', ') || undefined],
    ],
    style,
  );
  return `${record}\n\n${type.cql}`;
});

export const tagList: View<TagsOf> = gridView<TagsOf, Tag>(
  [
    { title: 'KEY', text: (row) => row.key },
    { title: 'VALUE', text: (row) => row.value },
  ],
  (result) => result.tags,
  'No tags.',
);

export const targetList: View<{ readonly targets: readonly ListedTarget[] }> = gridView<
  { readonly targets: readonly ListedTarget[] },
  ListedTarget
>(
  [
    { title: '', text: (row) => (row.current ? '*' : '') },
    {
      title: 'TARGET',
      text: (row) => row.name,
      paint: (row, text, style) => (row.colour === undefined ? text : style.paint(row.colour as Colour, text)),
    },
    { title: 'KIND', text: (row) => row.kind },
    { title: 'REGIONS', text: (row) => row.regions.join(', ') || dash },
    { title: 'PROFILES', text: (row) => row.profiles.join(', ') || dash },
    { title: 'GUARD', text: guardText },
  ],
  (result) => result.targets,
);
function guardText(target: Target): string {
  return [target.readOnly && 'read-only', target.protected && 'protected'].filter(Boolean).join(', ') || dash;
}
const cqlEndpoints = ({ cql, cqlOf = {} }: Target['endpoints']): readonly string[] => [
  ...(cql === undefined ? [] : [cql]),
  ...Object.entries(cqlOf).map(([region, endpoint]) => `${region}=${endpoint}`),
];

export const targetRecord: View<Target> = textView((target, style) =>
  renderRecord(
    [
      ['target', target.name],
      ['kind', target.kind],
      ['colour', target.colour],
      ['regions', target.regions.join(', ') || undefined],
      ['profiles', target.profiles.join(', ') || undefined],
      ['data folder', target.dataDir],
      ['HTTP endpoint', target.endpoints.http],
      ['CQL endpoint', cqlEndpoints(target.endpoints).join('\n') || undefined],
      ['TLS', target.endpoints.tls === undefined ? undefined : String(target.endpoints.tls)],
      ['guard', guardText(target)],
    ],
    style,
  ),
);

type ChangedTarget = { readonly changed: boolean; readonly name: string };
export const usedTarget: View<ChangedTarget> = textView(({ changed, name }) =>
  changed ? `Commands act on ${name} now.` : `Commands act on ${name} already.`,
);
export const removedTarget: View<ChangedTarget> = textView(({ name }) => `${name} removed`);
export const deleted: View<Deleted> = textView(({ changed, name, done }) =>
  changed ? `${name} ${done ? 'deleted' : 'is being deleted'}` : `${name} does not exist`,
);
export const waited: View<Waited> = textView(({ name, state }) => `${name} is ${state}`);
export const createdFromCql: View<CreatedFromCql> = textView(
  ({ statements, created }) =>
    `${statements} ${statements === 1 ? 'statement' : 'statements'} run${created.length > 0 ? `: ${created.join(', ')}` : ''}`,
);
export const dryRun: View<DryRun> = textView(({ calls }) =>
  calls.map((call) => `${call.operation} ${JSON.stringify(call.input, null, 2)}`).join('\n'),
);

export const capacityRecord: View<CapacityOf> = textView((result, style) =>
  renderRecord(
    [
      ['table', result.name],
      ['status', result.status],
      ['capacity', capacityText(result.capacity)],
      ['auto scaling, read', result.autoScaling && scalingText(result.autoScaling.readCapacityAutoScaling)],
      ['auto scaling, write', result.autoScaling && scalingText(result.autoScaling.writeCapacityAutoScaling)],
      ['warm throughput, read', unitsText(result.warmThroughput?.readUnitsPerSecond)],
      ['warm throughput, write', unitsText(result.warmThroughput?.writeUnitsPerSecond)],
      ['used, read', unitsText(result.consumed.read) ?? 'no traffic in 15 minutes'],
      ['used, write', unitsText(result.consumed.write) ?? 'no traffic in 15 minutes'],
      ['throughput a month', `${formatMoney(result.monthlyCost)} at prices of ${result.pricesDate}`],
    ],
    style,
  ),
);
const formatMs = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
const unitsText = (units: number | undefined): string | undefined =>
  units === undefined ? undefined : `${formatNumber(units)} units/s`;

export const metricGrid: View<MetricsOf> = gridView<MetricsOf, MetricLine>(
  [
    { title: 'METRIC', text: (row) => row.metric },
    {
      title: 'OPERATION',
      text: (row) => row.operation ?? (row.receivingRegion === undefined ? dash : `to ${row.receivingRegion}`),
    },
    { title: 'STATISTIC', text: (row) => row.statistic },
    { title: 'LATEST', align: 'right', text: (row) => formatNumber(row.latest, 2) },
    { title: 'AT', text: (row) => formatTime(row.latestAt) },
    { title: 'WINDOW', align: 'right', text: (row) => formatNumber(row.overall, 2) },
  ],
  (result) => result.metrics,
  'No figures: the table had no traffic in this time, or they are not out yet.',
);

export const infoRecord: View<InfoOf> = textView((info, style) => {
  const head = renderRecord(
    [
      ['ks', info.version],
      ['node', `${info.node} ${info.platform}`],
      ['target', `${info.target.name} (${info.target.kind}), ${info.targetFrom}`],
      ['guard', guardText(info.target)],
      ['configuration', info.configFound ? info.configPath : `none; it would be ${info.configPath}`],
      ['local data', info.dataDir],
    ],
    style,
  );
  const places = info.places.map((place) => {
    if (place.reachable)
      return `${place.place}: answers in ${formatMs(place.answeredMs ?? 0)}, ${place.keyspaces} ${place.keyspaces === 1 ? 'keyspace' : 'keyspaces'}`;
    const next = (place.next ?? []).map((step) => `\n  → ${step}`).join('');
    return `${style.paint('red', `${place.place}: not reachable`)}: ${place.reason}${next}`;
  });
  return [head, '', ...places].join('\n');
});

export const serverStatus: View<FullStatus> = textView((status, style) => {
  if (status.server === undefined) return `Not running. Data in ${status.dataDir}. Start it: ks local start`;
  const seconds = status.uptimeSeconds ?? 0;
  const uptime = seconds === 0 ? 'less than a second' : formatDuration(seconds * 1000);
  const hints = serverHints(status.server, status.dataDir, style, memoryText(status.memory));
  return `Running for ${uptime}, process ${status.server.pid}.\n${hints}${faultLines(status.faults ?? [], style)}`;
});
function memoryText(memory: FullStatus['memory']): string | undefined {
  if (memory === undefined) return undefined;
  const { residentBytes, ownBytes } = memory;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
  if (ownBytes === undefined) return `${megabytes(residentBytes)}, mapped files included`;
  return `${megabytes(ownBytes)} of its own, ${megabytes(residentBytes - ownBytes)} of mapped files`;
}
function faultLines(faults: readonly ActiveRule[], style: Style): string {
  const lines = faults.map((rule) => `  ${faultText(rule)}, until ${rule.endsAt ?? 'it is cleared'}`);
  return lines.length === 0 ? '' : `\n${style.paint('red', 'Faults that are switched on:')}\n${lines.join('\n')}`;
}
/** `127.0.0.1 us-east-1a, …`; of several Regions, whose addresses are the same, the zones' letters. */
function zonesText({ nodes, endpoints = [] }: ServerState): string | undefined {
  const alike = endpoints.length > 1;
  const texts = nodes?.map(({ address, zone }) => `${address} ${alike ? zone.slice(-1) : zone}`);
  return texts && `${texts.join(', ')}${alike ? ', of each Region' : ''}`;
}

const serverHints = (
  state: ServerState,
  dataDir: string,
  style: Parameters<typeof renderRecord>[1],
  memory?: string,
): string => {
  const host = state.host === '0.0.0.0' ? '127.0.0.1' : state.host;
  const cql = ({ cqlPort, tlsPort }: { readonly cqlPort: number; readonly tlsPort?: number }) =>
    `${host}:${cqlPort}${tlsPort === undefined ? '' : ` (TLS ${tlsPort})`}`;
  const region = state.regions?.[0] ?? 'us-east-1';
  const several = (state.endpoints ?? []).map((each): [string, string] => [`CQL ${each.region}`, cql(each)]);
  return renderRecord(
    [
      ['data', dataDir],
      ['memory', memory],
      ...(several.length > 0 ? several : ([['CQL', cql(state)]] as const)),
      ['zones', zonesText(state)],
      ['CA file', state.caPath],
      ['AWS APIs', `http://${host}:${state.httpPort}`],
      ['cqlsh', `cqlsh ${host} ${state.cqlPort}`],
      ['AWS CLI', `aws keyspaces list-keyspaces --endpoint-url http://${host}:${state.httpPort}`],
      ['AWS SDKs', `AWS_ENDPOINT_URL=http://${host}:${state.httpPort} AWS_REGION=${region}`],
      ['drivers', `contact point ${host}:${state.cqlPort}, local datacenter ${region}, LOCAL_QUORUM`],
    ],
    style,
  );
};
export const startedServer: View<ServerState & { readonly dataDir: string }> = textView(
  (state, style) => `Serving, process ${state.pid}.\n${serverHints(state, state.dataDir, style)}`,
);
