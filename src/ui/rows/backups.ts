// Recovery windows of a fleet as rows, and a restore in one sentence.

import type { BackupStatus, Gathered, RestoredTable } from '../../core/index.js';
import { dash, formatTime } from '../text/format.js';
import type { GridColumn } from '../text/grid.js';
import { gridView, textView, type View } from './view.js';

const name: GridColumn<BackupStatus> = { title: 'TABLE', text: (row) => `${row.keyspaceName}.${row.tableName}` };
const place: GridColumn<BackupStatus> = { title: 'PLACE', text: (row) => row.place };
const rest: readonly GridColumn<BackupStatus>[] = [
  {
    title: 'RECOVERY',
    text: (row) => row.recovery,
    paint: (row, text, style) =>
      row.recovery === 'on' ? text : style.paint(row.recovery === 'off' ? 'red' : 'yellow', text),
  },
  { title: 'FROM', text: (row) => formatTime(row.earliest ?? row.deletedAt) },
  {
    title: 'TO',
    text: (row) => (row.recovery === 'off' ? dash : row.recovery === 'on' ? 'now' : formatTime(row.deletedAt)),
  },
  { title: 'RESTORABLE UNTIL', text: (row) => formatTime(row.restorableUntil) },
];

export function backupList(many: boolean): View<Gathered<BackupStatus>> {
  return gridView<Gathered<BackupStatus>, BackupStatus>(
    [name, ...(many ? [place] : []), ...rest],
    (result) => result.items,
    'No tables.',
  );
}

export const restoredTable: View<RestoredTable> = textView(({ source, at, table }) => {
  const when = at === undefined ? 'its last state' : formatTime(at);
  if (table === undefined) return `${source} is being restored to ${when}.`;
  const target = `${table.keyspaceName}.${table.tableName}`;
  return table.status === 'ACTIVE'
    ? `${target} restored from ${source} at ${when}: ACTIVE`
    : `${target} is being restored from ${source} at ${when}: ${table.status}`;
});
