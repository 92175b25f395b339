// ks streams enable

import { Args, Flags } from '@oclif/core';
import { updateTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class StreamsEnable extends KsCommand {
  static override summary = 'Begin a stream of the changes of a table.';
  static override examples = ['ks streams enable shop.orders', 'ks streams enable shop.orders --view KEYS_ONLY'];
  static override args = { table: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    view: Flags.string({
      description: 'what records show',
      options: ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'],
      default: 'NEW_AND_OLD_IMAGES',
    }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(StreamsEnable));
    const input = { name: args.table, changes: { stream: flags.view }, ...this.waitOf(flags) };
    return this.showOrDryRun(await updateTable(await this.fleet(), input), updatedTable);
  }
}
