// ks tables describe

import { Args } from '@oclif/core';
import { describeTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { tableRecord } from '../../ui/rows/table.js';

export class TablesDescribe extends KsCommand {
  static override summary = 'Show one table: state, settings, tags, auto scaling, CQL.';
  static override examples = ['ks tables describe shop.orders', 'ks tables describe shop.orders --query status'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };

  async run() {
    const { args } = this.seen(await this.parse(TablesDescribe));
    return this.show(await describeTable(await this.fleet(), args), tableRecord);
  }
}
