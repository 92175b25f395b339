// The copies of a table in other Regions, as rows of a list and as lines of a table's description.

import { formatDuration, type Replica, type Replicas } from '../../core/index.js';
import { dash, formatNumber } from '../text/format.js';
import { stateColour } from '../text/style.js';
import { gridView, type View } from './view.js';

const capacityText = ({ throughputMode, readCapacityUnits, writeCapacityUnits }: Replica): string =>
  throughputMode === 'PROVISIONED'
    ? `prov ${formatNumber(readCapacityUnits)}/${formatNumber(writeCapacityUnits)}`
    : throughputMode === undefined
      ? dash
      : 'on-demand';

const latencyText = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? dash : `${formatNumber(milliseconds)} ms`;

const waitingText = ({ changesWaiting, oldestWaitingMs }: Replica): string =>
  changesWaiting === undefined
    ? dash
    : changesWaiting === 0
      ? '0'
      : `${formatNumber(changesWaiting)}, the oldest ${formatDuration(oldestWaitingMs ?? 0)}`;

export const replicaList: View<Replicas> = gridView<Replicas, Replica>(
  [
    { title: 'TABLE', text: (row) => row.name },
    { title: 'REGION', text: (row) => row.region },
    {
      title: 'STATUS',
      text: (row) => row.status,
      paint: (row, text, style) => {
        const colour = stateColour(row.status);
        return colour === undefined ? text : style.paint(colour, text);
      },
    },
    { title: 'CAPACITY', text: capacityText },
    { title: 'LATENCY', align: 'right', text: (row) => latencyText(row.latencyMs) },
    { title: 'WORST', align: 'right', text: (row) => latencyText(row.worstLatencyMs) },
    { title: 'WAITING', align: 'right', text: waitingText },
  ],
  (result) => result.replicas,
  'In one Region only. Add another: ks replicas add KEYSPACE REGION',
);

/** `eu-west-1 ACTIVE, prov 10/5, changes come in 120 ms`. */
export function replicaText(replica: Replica): string {
  const { region, status, latencyMs, changesWaiting } = replica;
  const parts = [
    `${region} ${status}`,
    replica.throughputMode === 'PROVISIONED' ? capacityText(replica) : undefined,
    latencyMs === undefined ? undefined : `changes come in ${latencyText(latencyMs)}`,
    changesWaiting === undefined || changesWaiting === 0 ? undefined : `${waitingText(replica)} old, waiting`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
