// ks autoscaling show

import { Args } from '@oclif/core';
import { showAutoScaling } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { scalingRecord } from '../../ui/rows/scaling.js';

export class AutoscalingShow extends KsCommand {
  static override summary = 'Show the auto scaling of a table, what it uses, and what was done of late.';
  static override examples = ['ks autoscaling show shop.orders'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };

  async run() {
    const { args } = this.seen(await this.parse(AutoscalingShow));
    return this.show(await showAutoScaling(await this.fleet(), args), scalingRecord);
  }
}
