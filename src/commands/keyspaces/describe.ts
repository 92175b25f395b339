// ks keyspaces describe

import { Args } from '@oclif/core';
import { describeKeyspace } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { keyspaceRecord } from '../../ui/rows/keyspace.js';

export class KeyspacesDescribe extends KsCommand {
  static override summary = 'Show one keyspace: replication, state, tags, CQL.';
  static override examples = ['ks keyspaces describe shop'];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'name of the keyspace' }),
  };

  async run() {
    const { args } = this.seen(await this.parse(KeyspacesDescribe));
    return this.show(await describeKeyspace(await this.fleet(), args), keyspaceRecord);
  }
}
