// ks keyspaces delete

import { Args } from '@oclif/core';
import { deleteKeyspace } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { deleteFlags } from '../../ui/cli/flags.js';
import { deleted } from '../../ui/rows/small.js';

export class KeyspacesDelete extends KsCommand {
  static override summary = 'Delete a keyspace with all its tables.';
  static override examples = ['ks keyspaces delete shop', 'ks keyspaces delete shop --target prod --confirm shop'];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'what to delete' }) };
  static override flags = deleteFlags;

  async run() {
    const { args, flags } = this.seen(await this.parse(KeyspacesDelete));
    const confirm = await this.confirmed(args.name, flags.confirm);
    const gone = await deleteKeyspace(await this.fleet(), {
      name: args.name,
      ...(confirm !== undefined && { confirm }),
      ifExists: flags['if-exists'],
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(gone, deleted);
  }
}
