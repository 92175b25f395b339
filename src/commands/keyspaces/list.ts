// ks keyspaces list

import { Flags } from '@oclif/core';
import { listKeyspaces } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { keyspaceList } from '../../ui/rows/keyspace.js';

export class KeyspacesList extends KsCommand {
  static override summary = 'List keyspaces of every place of the target.';
  static override examples = ['ks keyspaces list', "ks keyspaces list --query 'keyspaces[].keyspaceName'"];
  static override flags = { system: Flags.boolean({ description: "with the service's own keyspaces" }) };

  async run() {
    const { flags } = this.seen(await this.parse(KeyspacesList));
    const fleet = await this.fleet();
    const found = await listKeyspaces(fleet, { system: flags.system });
    return this.showGathered(found, 'keyspaces', keyspaceList(fleet.places.length > 1));
  }
}
