// ks types list

import { Args } from '@oclif/core';
import { listTypes } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { typeList } from '../../ui/rows/small.js';

export class TypesList extends KsCommand {
  static override summary = 'List user-defined types of one keyspace or of all.';
  static override examples = ['ks types list', 'ks types list shop'];
  static override args = { keyspace: Args.string({ ignoreStdin: true, description: 'only of this keyspace' }) };

  async run() {
    const { args } = this.seen(await this.parse(TypesList));
    const found = await listTypes(await this.fleet(), args.keyspace === undefined ? {} : { keyspace: args.keyspace });
    return this.showGathered(found, 'types', typeList);
  }
}
