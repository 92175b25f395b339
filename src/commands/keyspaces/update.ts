// ks keyspaces update

import { Args, Flags } from '@oclif/core';
import { updateKeyspace } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { updatedKeyspace } from '../../ui/rows/keyspace.js';

export class KeyspacesUpdate extends KsCommand {
  static override summary = 'Add a Region to a keyspace: the one change that the service offers.';
  static override examples = ['ks keyspaces update shop --add-region eu-west-1 --client-side-timestamps'];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'name of the keyspace' }),
  };
  static override flags = {
    ...changeFlags,
    'add-region': Flags.string({ required: true, description: 'Region to add' }),
    'client-side-timestamps': Flags.boolean({ description: 'turn them on for every table, as several Regions need' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(KeyspacesUpdate));
    const changed = await updateKeyspace(await this.fleet(), {
      name: args.name,
      addRegion: flags['add-region'],
      clientSideTimestamps: flags['client-side-timestamps'],
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(changed, updatedKeyspace);
  }
}
