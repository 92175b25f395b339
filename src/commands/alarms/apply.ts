// ks alarms apply

import { Args } from '@oclif/core';
import { applyAlarms } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { alarmChoices, alarmFlags, dryRunFlag } from '../../ui/cli/flags.js';
import { appliedAlarms } from '../../ui/rows/alarms.js';

export class AlarmsApply extends KsCommand {
  static override summary = 'Make the alarms that a table should have; those of the same name are replaced.';
  static override examples = [
    'ks alarms apply shop.orders --action arn:aws:sns:us-east-1:111122223333:oncall',
    'ks alarms apply shop.orders --dry-run',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = { ...alarmFlags, ...dryRunFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(AlarmsApply));
    const input = { name: args.name, ...alarmChoices(flags), dryRun: flags['dry-run'] };
    return this.showOrDryRun(await applyAlarms(await this.fleet(), input), appliedAlarms);
  }
}
