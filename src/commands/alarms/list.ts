// ks alarms list

import { Args, Flags } from '@oclif/core';
import { listAlarms } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { alarmList } from '../../ui/rows/alarms.js';

export class AlarmsList extends KsCommand {
  static override summary = 'List CloudWatch alarms on tables, with their states.';
  static override examples = ['ks alarms list', 'ks alarms list shop.orders --state ALARM'];
  static override args = { name: Args.string({ ignoreStdin: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    state: Flags.string({ description: 'only these', options: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(AlarmsList));
    const found = await listAlarms(await this.fleet(), {
      ...(args.name !== undefined && { name: args.name }),
      ...(flags.state !== undefined && { state: flags.state }),
    });
    return this.showGathered(found, 'alarms', alarmList);
  }
}
