// ks wait

import { Args } from '@oclif/core';
import { parseDuration, waitForResource } from '../core/index.js';
import { KsCommand } from '../ui/cli/base-command.js';
import { stateFlags } from '../ui/cli/flags.js';
import { waited } from '../ui/rows/small.js';

export class Wait extends KsCommand {
  static override summary = 'Wait until a keyspace or a table is in a state.';
  static override examples = ['ks wait shop --state ACTIVE'];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE or KEYSPACE.TABLE' }),
  };
  static override flags = stateFlags;

  async run() {
    const { args, flags } = this.seen(await this.parse(Wait));
    const input = { name: args.name, state: flags.state, timeoutMs: parseDuration(flags.timeout) };
    return this.show(await waitForResource(await this.fleet(), input), waited);
  }
}
