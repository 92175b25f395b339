// ks backups disable

import { Args } from '@oclif/core';
import { updateTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags, confirmFlag } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class BackupsDisable extends KsCommand {
  static override summary = 'Turn point-in-time recovery of a table off; its whole backup history is erased.';
  static override examples = [
    'ks backups disable shop.orders',
    'ks backups disable shop.orders --target prod --confirm shop.orders',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = { ...changeFlags, ...confirmFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(BackupsDisable));
    const confirm = await this.confirmed(args.name, flags.confirm);
    const input = {
      name: args.name,
      changes: { pitr: false },
      ...(confirm !== undefined && { confirm }),
      ...this.waitOf(flags),
    };
    return this.showOrDryRun(await updateTable(await this.fleet(), input), updatedTable);
  }
}
