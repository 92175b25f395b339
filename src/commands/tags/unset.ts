// ks tags unset

import { Args } from '@oclif/core';
import { unsetTags } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { dryRunFlag } from '../../ui/cli/flags.js';
import { tagList } from '../../ui/rows/small.js';

export class TagsUnset extends KsCommand {
  static override summary = 'Take tags off a keyspace or a table, by key.';
  static override examples = ['ks tags unset shop.orders stage'];
  static override strict = false;
  static override args = {
    resource: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE, KEYSPACE.TABLE or an ARN' }),
    key: Args.string({ ignoreStdin: true, required: true, description: 'key of the tag, one or several' }),
  };
  static override flags = { ...dryRunFlag };

  async run() {
    const { args, argv, flags } = this.seen(await this.parse(TagsUnset));
    const keys = (argv as string[]).slice(1);
    const left = await unsetTags(await this.fleet(), { resource: args.resource, keys, dryRun: flags['dry-run'] });
    return this.showOrDryRun(left, tagList);
  }
}
