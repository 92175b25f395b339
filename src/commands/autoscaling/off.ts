// ks autoscaling off

import { Args, Flags } from '@oclif/core';
import { turnAutoScalingOff } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class AutoscalingOff extends KsCommand {
  static override summary = 'End auto scaling of a table; it keeps the units that it has.';
  static override examples = ['ks autoscaling off shop.orders', 'ks autoscaling off shop.orders --only read'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    only: Flags.string({ description: 'one direction', options: ['read', 'write'] }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(AutoscalingOff));
    const only = flags.only === undefined ? {} : { only: flags.only as 'read' | 'write' };
    const off = await turnAutoScalingOff(await this.fleet(), { name: args.name, ...only, ...this.waitOf(flags) });
    return this.showOrDryRun(off, updatedTable);
  }
}
