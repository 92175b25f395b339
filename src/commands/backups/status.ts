// ks backups status

import { Args } from '@oclif/core';
import { backupsStatus } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { backupList } from '../../ui/rows/backups.js';

export class BackupsStatus extends KsCommand {
  static override summary =
    'Show how far back each table can be restored, which ones cannot, and deleted ones that still can.';
  static override examples = [
    'ks backups status',
    'ks backups status shop',
    "ks backups status --query 'tables[?recovery==`off`].tableName'",
  ];
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'KEYSPACE or KEYSPACE.TABLE; all when left out' }),
  };

  async run() {
    const { args } = this.seen(await this.parse(BackupsStatus));
    const fleet = await this.fleet();
    const found = await backupsStatus(fleet, args.name === undefined ? {} : { name: args.name });
    return this.showGathered(found, 'tables', backupList(fleet.places.length > 1));
  }
}
