// ks capacity set

import { Args, Flags } from '@oclif/core';
import { setCapacity } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class CapacitySet extends KsCommand {
  static override summary = 'Set how a table is charged and limited.';
  static override examples = [
    'ks capacity set shop.orders --on-demand',
    'ks capacity set shop.orders --provisioned 100/50 --auto-scale-read 50-800@70',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    'on-demand': Flags.boolean({ description: 'pay per request', exclusive: ['provisioned'] }),
    provisioned: Flags.string({ description: 'units per second', helpValue: 'READ/WRITE' }),
    'auto-scale-read': Flags.string({ description: 'bounds of auto scaling, or off', helpValue: 'MIN-MAX[@TARGET]' }),
    'auto-scale-write': Flags.string({ description: 'bounds of auto scaling, or off', helpValue: 'MIN-MAX[@TARGET]' }),
    warm: Flags.string({ description: 'warm throughput, units per second', helpValue: 'READ/WRITE' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(CapacitySet));
    const changes = {
      onDemand: flags['on-demand'],
      ...(flags.provisioned !== undefined && { provisioned: flags.provisioned }),
      ...(flags['auto-scale-read'] !== undefined && { autoScaleRead: flags['auto-scale-read'] }),
      ...(flags['auto-scale-write'] !== undefined && { autoScaleWrite: flags['auto-scale-write'] }),
      ...(flags.warm !== undefined && { warm: flags.warm }),
    };
    const set = await setCapacity(await this.fleet(), { name: args.name, changes, ...this.waitOf(flags) });
    return this.showOrDryRun(set, updatedTable);
  }
}
