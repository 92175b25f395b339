// ks replicas list

import { Args } from '@oclif/core';
import { listReplicas } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { replicaList } from '../../ui/rows/replicas.js';

export class ReplicasList extends KsCommand {
  static override summary = 'Show the Regions that tables are in, their states, and how late changes come there.';
  static override examples = ['ks replicas list shop', 'ks replicas list shop.orders --region us-east-1'];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE or KEYSPACE.TABLE' }),
  };

  async run() {
    const { args } = this.seen(await this.parse(ReplicasList));
    return this.show(await listReplicas(await this.fleet(), args), replicaList);
  }
}
