// ks streams disable

import { Args } from '@oclif/core';
import { updateTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class StreamsDisable extends KsCommand {
  static override summary = 'End the stream of a table; what it holds can be read for 24 hours.';
  static override examples = ['ks streams disable shop.orders'];
  static override args = { table: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = changeFlags;

  async run() {
    const { args, flags } = this.seen(await this.parse(StreamsDisable));
    const input = { name: args.table, changes: { stream: 'off' }, ...this.waitOf(flags) };
    return this.showOrDryRun(await updateTable(await this.fleet(), input), updatedTable);
  }
}
