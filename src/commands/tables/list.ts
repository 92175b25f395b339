// ks tables list

import { Args, Flags } from '@oclif/core';
import { listTables } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { tableList } from '../../ui/rows/table.js';

export class TablesList extends KsCommand {
  static override summary = 'List tables with their state, of one keyspace or of all.';
  static override examples = [
    'ks tables list',
    'ks tables list shop --output csv',
    "ks tables list --query 'tables[?table.status!=`ACTIVE`].tableName'",
  ];
  static override args = { keyspace: Args.string({ ignoreStdin: true, description: 'only of this keyspace' }) };
  static override flags = {
    'names-only': Flags.boolean({ description: 'one call a keyspace, no state of each table' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(TablesList));
    const fleet = await this.fleet();
    const namesOnly = flags['names-only'];
    const found = await listTables(fleet, {
      namesOnly,
      ...(args.keyspace !== undefined && { keyspace: args.keyspace }),
    });
    return this.showGathered(found, 'tables', tableList(fleet.places.length > 1, namesOnly));
  }
}
