// ks tags set

import { Args } from '@oclif/core';
import { parseTag, setTags } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { dryRunFlag } from '../../ui/cli/flags.js';
import { tagList } from '../../ui/rows/small.js';

export class TagsSet extends KsCommand {
  static override summary = 'Set tags of a keyspace or a table.';
  static override examples = ['ks tags set shop.orders team=shop stage=prod'];
  static override strict = false;
  static override args = {
    resource: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE, KEYSPACE.TABLE or an ARN' }),
    tag: Args.string({ ignoreStdin: true, required: true, description: 'KEY=VALUE, one or several' }),
  };
  static override flags = { ...dryRunFlag };

  async run() {
    const { args, argv, flags } = this.seen(await this.parse(TagsSet));
    const tags = (argv as string[]).slice(1).map(parseTag);
    const set = await setTags(await this.fleet(), { resource: args.resource, tags, dryRun: flags['dry-run'] });
    return this.showOrDryRun(set, tagList);
  }
}
