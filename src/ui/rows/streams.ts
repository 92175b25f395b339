// The view of streams.

import type { StreamDescription } from '../../core/index.js';
import { gridView, type View } from './view.js';

interface Shown {
  readonly streams: readonly StreamDescription[];
}

export const streamList: View<Shown> = gridView<Shown, StreamDescription>(
  [
    { title: 'TABLE', text: (stream) => `${stream.keyspaceName}.${stream.tableName}` },
    { title: 'LABEL', text: (stream) => stream.streamLabel },
    { title: 'STATUS', text: (stream) => stream.streamStatus },
    { title: 'VIEW', text: (stream) => stream.streamViewType },
    { title: 'SHARDS', text: (stream) => String(stream.shards.length), align: 'right' },
  ],
  (result) => result.streams,
  'No streams. Begin one: ks streams enable shop.orders',
);
