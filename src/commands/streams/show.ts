// ks streams show

import { Args } from '@oclif/core';
import { showStreams } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { streamList } from '../../ui/rows/streams.js';

export class StreamsShow extends KsCommand {
  static override summary = 'Show streams with their state and shards: of a table, or all.';
  static override examples = ['ks streams show', 'ks streams show shop.orders --json'];
  static override args = { table: Args.string({ ignoreStdin: true, description: 'KEYSPACE.TABLE' }) };

  async run() {
    const { args } = this.seen(await this.parse(StreamsShow));
    const input = args.table === undefined ? {} : { table: args.table };
    return this.show(await showStreams(await this.fleet(), input), streamList);
  }
}
