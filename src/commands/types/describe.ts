// ks types describe

import { Args } from '@oclif/core';
import { describeType } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { typeRecord } from '../../ui/rows/small.js';

export class TypesDescribe extends KsCommand {
  static override summary = 'Show one user-defined type: fields, state, who uses it, CQL.';
  static override examples = ['ks types describe shop.address'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TYPE' }) };

  async run() {
    const { args } = this.seen(await this.parse(TypesDescribe));
    return this.show(await describeType(await this.fleet(), args), typeRecord);
  }
}
