// ks types delete

import { Args } from '@oclif/core';
import { deleteType } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { deleteFlags } from '../../ui/cli/flags.js';
import { deleted } from '../../ui/rows/small.js';

export class TypesDelete extends KsCommand {
  static override summary = 'Delete a user-defined type.';
  static override examples = [
    'ks types delete shop.address',
    'ks types delete shop.address --target prod --confirm shop.address',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'what to delete' }) };
  static override flags = deleteFlags;

  async run() {
    const { args, flags } = this.seen(await this.parse(TypesDelete));
    const confirm = await this.confirmed(args.name, flags.confirm);
    const gone = await deleteType(await this.fleet(), {
      name: args.name,
      ...(confirm !== undefined && { confirm }),
      ifExists: flags['if-exists'],
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(gone, deleted);
  }
}
