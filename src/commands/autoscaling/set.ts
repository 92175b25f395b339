// ks autoscaling set

import { Args, Flags } from '@oclif/core';
import { setAutoScaling } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class AutoscalingSet extends KsCommand {
  static override summary = 'Let a provisioned table follow its load between two bounds.';
  static override examples = [
    'ks autoscaling set shop.orders --write 50-800@70 --read 50-2000',
    'ks autoscaling set shop.orders --write 50-800 --scale-in-cooldown 300',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    read: Flags.string({ description: 'bounds, and target utilization in percent', helpValue: 'MIN-MAX[@TARGET]' }),
    write: Flags.string({ description: 'bounds, and target utilization in percent', helpValue: 'MIN-MAX[@TARGET]' }),
    'scale-in-cooldown': Flags.integer({ description: 'seconds before units are lowered again', min: 0 }),
    'scale-out-cooldown': Flags.integer({ description: 'seconds before units are raised again', min: 0 }),
    'scale-in': Flags.boolean({ description: 'whether units are ever lowered', allowNo: true }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(AutoscalingSet));
    const [scaleIn, inCooldown, outCooldown] = [
      flags['scale-in'],
      flags['scale-in-cooldown'],
      flags['scale-out-cooldown'],
    ];
    const set = await setAutoScaling(await this.fleet(), {
      name: args.name,
      ...(flags.read !== undefined && { read: flags.read }),
      ...(flags.write !== undefined && { write: flags.write }),
      ...(inCooldown !== undefined && { scaleInCooldown: inCooldown }),
      ...(outCooldown !== undefined && { scaleOutCooldown: outCooldown }),
      ...(scaleIn !== undefined && { disableScaleIn: !scaleIn }),
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(set, updatedTable);
  }
}
