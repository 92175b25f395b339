// ks tags list

import { Args } from '@oclif/core';
import { listTags } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { tagList } from '../../ui/rows/small.js';

export class TagsList extends KsCommand {
  static override summary = 'List tags of a keyspace or a table.';
  static override examples = ['ks tags list shop.orders'];
  static override args = {
    resource: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE, KEYSPACE.TABLE or an ARN' }),
  };

  async run() {
    const { args } = this.seen(await this.parse(TagsList));
    return this.show(await listTags(await this.fleet(), args), tagList);
  }
}
