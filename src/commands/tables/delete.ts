// ks tables delete

import { Args } from '@oclif/core';
import { deleteTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { deleteFlags } from '../../ui/cli/flags.js';
import { deleted } from '../../ui/rows/small.js';

export class TablesDelete extends KsCommand {
  static override summary = 'Delete a table with all its rows.';
  static override examples = [
    'ks tables delete shop.orders',
    'ks tables delete shop.orders --target prod --confirm shop.orders',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'what to delete' }) };
  static override flags = deleteFlags;

  async run() {
    const { args, flags } = this.seen(await this.parse(TablesDelete));
    const confirm = await this.confirmed(args.name, flags.confirm);
    const gone = await deleteTable(await this.fleet(), {
      name: args.name,
      ...(confirm !== undefined && { confirm }),
      ifExists: flags['if-exists'],
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(gone, deleted);
  }
}
