// ks replicas add

import { Args, Flags } from '@oclif/core';
import { updateKeyspace } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedKeyspace } from '../../ui/rows/keyspace.js';

export class ReplicasAdd extends KsCommand {
  static override summary = 'Add a Region to a keyspace with all its tables, and wait until it is there.';
  static override examples = ['ks replicas add shop eu-west-1 --client-side-timestamps'];
  static override args = {
    keyspace: Args.string({ ignoreStdin: true, required: true, description: 'name of the keyspace' }),
    region: Args.string({ ignoreStdin: true, required: true, description: 'Region to add' }),
  };
  static override flags = {
    ...changeFlags,
    'client-side-timestamps': Flags.boolean({ description: 'turn them on for every table, as several Regions need' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(ReplicasAdd));
    const changed = await updateKeyspace(await this.fleet(), {
      name: args.keyspace,
      addRegion: args.region,
      clientSideTimestamps: flags['client-side-timestamps'],
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(changed, updatedKeyspace);
  }
}
