// ks alarms recommend

import { Args } from '@oclif/core';
import { recommendAlarms } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { alarmChoices, alarmFlags } from '../../ui/cli/flags.js';
import { recommendedAlarms } from '../../ui/rows/alarms.js';

export class AlarmsRecommend extends KsCommand {
  static override summary = 'Show the alarms that a table should have, and which of them are missing.';
  static override examples = ['ks alarms recommend shop.orders', 'ks alarms recommend shop.orders --latency 20 --json'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = alarmFlags;

  async run() {
    const { args, flags } = this.seen(await this.parse(AlarmsRecommend));
    const input = { name: args.name, ...alarmChoices(flags) };
    return this.show(await recommendAlarms(await this.fleet(), input), recommendedAlarms);
  }
}
