// ks capacity show

import { Args } from '@oclif/core';
import { showCapacity } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { capacityRecord } from '../../ui/rows/small.js';

export class CapacityShow extends KsCommand {
  static override summary = 'Show what a table may use, what it uses, and what that costs.';
  static override examples = ['ks capacity show shop.orders'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };

  async run() {
    const { args } = this.seen(await this.parse(CapacityShow));
    return this.show(await showCapacity(await this.fleet(), args), capacityRecord);
  }
}
