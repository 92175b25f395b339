// ks targets use

import { Args } from '@oclif/core';
import { chooseTarget, configStore } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { usedTarget } from '../../ui/rows/small.js';

export class TargetsUse extends KsCommand {
  static override summary = 'Make a target the one that commands use.';
  static override examples = ['ks targets use prod'];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'name of the target' }),
  };

  async run() {
    const { args } = this.seen(await this.parse(TargetsUse));
    return this.show(await chooseTarget(configStore(this.openOptions()), args.name), usedTarget);
  }
}
