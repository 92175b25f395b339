// ks backups enable

import { Args } from '@oclif/core';
import { updateTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class BackupsEnable extends KsCommand {
  static override summary = 'Turn point-in-time recovery of a table on; its window begins now.';
  static override examples = ['ks backups enable shop.orders'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = { ...changeFlags };

  async run() {
    const { args, flags } = this.seen(await this.parse(BackupsEnable));
    const input = { name: args.name, changes: { pitr: true }, ...this.waitOf(flags) };
    return this.showOrDryRun(await updateTable(await this.fleet(), input), updatedTable);
  }
}
