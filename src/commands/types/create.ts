// ks types create

import { Args, Flags } from '@oclif/core';
import { createType } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { typeRecord } from '../../ui/rows/small.js';

export class TypesCreate extends KsCommand {
  static override summary = 'Create a user-defined type, and wait until it can be used.';
  static override examples = ['ks types create shop.address --field street:text --field zip:int'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TYPE' }) };
  static override flags = {
    ...changeFlags,
    field: Flags.string({
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      description: 'field of the type, in order',
      helpValue: 'NAME:TYPE',
    }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(TypesCreate));
    const made = await createType(await this.fleet(), { name: args.name, fields: flags.field, ...this.waitOf(flags) });
    return this.showOrDryRun(made, typeRecord);
  }
}
