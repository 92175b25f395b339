// Tables as rows of a list, and one table in full.

import {
  type CapacitySpecification,
  type CreatedTable,
  type DescribedTable,
  type Gathered,
  type ListedTable,
  scalingText,
  type UpdatedTable,
} from '../../core/index.js';
import { dash, formatNumber, formatTime } from '../text/format.js';
import type { GridColumn } from '../text/grid.js';
import { renderRecord } from '../text/grid.js';
import { stateColour } from '../text/style.js';
import { replicaText } from './replicas.js';
import { gridView, textView, type View } from './view.js';

/** `on-demand`, `prov 100/50`. */
export function capacityText(capacity: CapacitySpecification | undefined): string {
  if (capacity === undefined) return dash;
  if (capacity.throughputMode !== 'PROVISIONED') return 'on-demand';
  return `prov ${formatNumber(capacity.readCapacityUnits)}/${formatNumber(capacity.writeCapacityUnits)}`;
}

const onOff = (status: string | undefined): string => (status === 'ENABLED' ? 'on' : 'off');

const name: GridColumn<ListedTable> = { title: 'TABLE', text: (row) => `${row.keyspaceName}.${row.tableName}` };
const place: GridColumn<ListedTable> = { title: 'PLACE', text: (row) => row.place };
const details: readonly GridColumn<ListedTable>[] = [
  {
    title: 'STATUS',
    text: (row) => row.table?.status ?? dash,
    paint: (row, text, style) => {
      const colour = stateColour(row.table?.status ?? '');
      return colour === undefined ? text : style.paint(colour, text);
    },
  },
  { title: 'CAPACITY', text: (row) => capacityText(row.table?.capacitySpecification) },
  { title: 'PITR', text: (row) => (row.table === undefined ? dash : onOff(row.table.pointInTimeRecovery?.status)) },
  { title: 'TTL', text: (row) => (row.table === undefined ? dash : onOff(row.table.ttl?.status)) },
  { title: 'CREATED', text: (row) => formatTime(row.table?.creationTimestamp) },
];

export function tableList(many: boolean, namesOnly: boolean): View<Gathered<ListedTable>> {
  const columns = [name, ...(many ? [place] : []), ...(namesOnly ? [] : details)];
  return gridView<Gathered<ListedTable>, ListedTable>(
    columns,
    (result) => result.items,
    'No tables. Make one: ks tables create shop.orders --partition-key id:uuid',
  );
}

export const tableRecord: View<DescribedTable> = textView((table, style) => {
  const scaling = table.autoScalingSpecification;
  const warm = table.warmThroughputSpecification;
  const pitr = table.pointInTimeRecovery;
  const earliest = pitr?.earliestRestorableTimestamp;
  const record = renderRecord(
    [
      ['table', `${table.keyspaceName}.${table.tableName}`],
      ['status', table.status],
      ['arn', table.resourceArn],
      ['created', formatTime(table.creationTimestamp)],
      ['capacity', capacityText(table.capacitySpecification)],
      ['auto scaling, read', scaling && scalingText(scaling.readCapacityAutoScaling)],
      ['auto scaling, write', scaling && scalingText(scaling.writeCapacityAutoScaling)],
      ['warm throughput', warm && `${formatNumber(warm.readUnitsPerSecond)}/${formatNumber(warm.writeUnitsPerSecond)}`],
      ['point-in-time recovery', onOff(pitr?.status) + (earliest ? `, from ${formatTime(earliest)}` : '')],
      ['time to live', `${onOff(table.ttl?.status)}, default ${formatNumber(table.defaultTimeToLive ?? 0)} s`],
      ['client-side timestamps', onOff(table.clientSideTimestamps?.status)],
      ['encryption', table.encryptionSpecification?.kmsKeyIdentifier ?? table.encryptionSpecification?.type],
      ['stream', table.latestStreamArn],
      ['replicas', table.replicas?.map(replicaText).join('\n')],
      ['comment', table.comment?.message || undefined],
      ['tags', table.tags.map((tag) => `${tag.key}=${tag.value}`).join('\n') || undefined],
    ],
    style,
  );
  return `${record}\n\n${table.cql}`;
});

export const createdTable: View<CreatedTable> = textView(({ table, changed }) => {
  if (table === undefined) return 'The table is being created.';
  const what = changed ? (table.status === 'ACTIVE' ? 'created' : 'being created') : 'exists already';
  return `${table.keyspaceName}.${table.tableName} ${what}: ${table.status}, ${capacityText(table.capacitySpecification)}`;
});

/** The API's members as people call them. */
const settings: Readonly<Record<string, string>> = {
  capacitySpecification: 'capacity',
  autoScalingSpecification: 'auto scaling',
  clientSideTimestamps: 'client-side timestamps',
  defaultTimeToLive: 'default time to live',
  encryptionSpecification: 'encryption',
  pointInTimeRecovery: 'point-in-time recovery',
  ttl: 'time to live',
  addColumns: 'columns',
  warmThroughputSpecification: 'warm throughput',
  cdcSpecification: 'stream',
};
const settingText = (step: string): string =>
  step
    .split(' + ')
    .map((name) => settings[name] ?? name)
    .join(' and ');

export const updatedTable: View<UpdatedTable> = textView(({ table, steps }) => {
  const name = table === undefined ? 'The table' : `${table.keyspaceName}.${table.tableName}`;
  return `${name} updated: ${steps.map(settingText).join(', ')}${table === undefined ? '' : `; ${table.status}`}`;
});
