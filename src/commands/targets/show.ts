// ks targets show

import { Args } from '@oclif/core';
import { chosenTarget } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { targetRecord } from '../../ui/rows/small.js';

export class TargetsShow extends KsCommand {
  static override summary = 'Show one target, or the one in use.';
  static override examples = ['ks targets show', 'ks targets show prod'];
  static override args = { name: Args.string({ ignoreStdin: true, description: 'name of the target' }) };

  async run() {
    const { args } = this.seen(await this.parse(TargetsShow));
    const options = this.openOptions();
    return this.show(
      await chosenTarget(args.name === undefined ? options : { ...options, target: args.name }),
      targetRecord,
    );
  }
}
