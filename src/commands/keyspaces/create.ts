// ks keyspaces create

import { Args, Flags } from '@oclif/core';
import { createKeyspace, parseTag } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { createdKeyspace } from '../../ui/rows/keyspace.js';

export class KeyspacesCreate extends KsCommand {
  static override summary = 'Create a keyspace, and wait until it can be used.';
  static override examples = [
    'ks keyspaces create shop',
    'ks keyspaces create shop --replicate us-east-1 --replicate eu-west-1',
  ];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'name of the keyspace' }),
  };
  static override flags = {
    ...changeFlags,
    replicate: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'Region of a multi-Region keyspace; name each',
    }),
    tag: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'tag as KEY=VALUE' }),
    'if-not-exists': Flags.boolean({ description: 'succeed without a change when it exists' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(KeyspacesCreate));
    const made = await createKeyspace(await this.fleet(), {
      name: args.name,
      regions: flags.replicate ?? [],
      tags: (flags.tag ?? []).map(parseTag),
      ifNotExists: flags['if-not-exists'],
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(made, createdKeyspace);
  }
}
