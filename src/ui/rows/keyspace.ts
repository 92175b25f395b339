// Keyspaces as rows of a list, and one in full.

import {
  type CreatedKeyspace,
  type DescribedKeyspace,
  type Gathered,
  keyspaceStatus,
  type ListedKeyspace,
  type UpdatedKeyspace,
} from '../../core/index.js';
import { renderRecord } from '../text/grid.js';
import { stateColour } from '../text/style.js';
import { gridView, textView, type View } from './view.js';

export function keyspaceList(many: boolean): View<Gathered<ListedKeyspace>> {
  return gridView<Gathered<ListedKeyspace>, ListedKeyspace>(
    [
      { title: 'KEYSPACE', text: (row) => row.keyspaceName },
      ...(many ? [{ title: 'PLACE', text: (row: ListedKeyspace) => row.place }] : []),
      {
        title: 'STATUS',
        text: (row) => row.status,
        paint: (row, text, style) => {
          const colour = stateColour(row.status);
          return colour === undefined ? text : style.paint(colour, text);
        },
      },
      { title: 'REPLICATION', text: (row) => row.replicationRegions?.join(', ') ?? row.replicationStrategy },
    ],
    (result) => result.items,
    'No keyspaces. Make one: ks keyspaces create shop',
  );
}

export const keyspaceRecord: View<DescribedKeyspace> = textView((keyspace, style) => {
  const regions = (keyspace.replicationGroupStatuses ?? []).map((each) =>
    `${each.region} ${each.keyspaceStatus} ${each.tablesReplicationProgress ?? ''}`.trimEnd(),
  );
  const record = renderRecord(
    [
      ['keyspace', keyspace.keyspaceName],
      ['status', keyspace.status],
      ['arn', keyspace.resourceArn],
      ['replication', keyspace.replicationStrategy],
      ['regions', (regions.length > 0 ? regions : (keyspace.replicationRegions ?? [])).join('\n') || undefined],
      ['tags', keyspace.tags.map((tag) => `${tag.key}=${tag.value}`).join('\n') || undefined],
    ],
    style,
  );
  return `${record}\n\n${keyspace.cql}`;
});

export const createdKeyspace: View<CreatedKeyspace> = textView(({ keyspace, name, changed }) => {
  if (keyspace === undefined) return `${name} is being created.`;
  const regions = keyspace.replicationRegions ?? [];
  const place = regions.length > 1 ? regions.join(', ') : keyspace.replicationStrategy;
  return `${name} ${changed ? 'created' : 'exists already'}: ${keyspaceStatus(keyspace)}, ${place}`;
});

export const updatedKeyspace: View<UpdatedKeyspace> = textView(({ keyspace, name, changed }) => {
  const regions = (keyspace?.replicationRegions ?? []).join(', ');
  return `${name} ${changed ? 'updated' : 'has the Region already'}: ${keyspace === undefined ? '' : `${keyspaceStatus(keyspace)}, `}${regions}`;
});
