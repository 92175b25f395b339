// ks targets remove

import { Args } from '@oclif/core';
import { configStore, removeTarget } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { removedTarget } from '../../ui/rows/small.js';

export class TargetsRemove extends KsCommand {
  static override summary = 'Take a target out of the configuration. Nothing that it names is touched.';
  static override examples = ['ks targets remove staging'];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'name of the target' }),
  };

  async run() {
    const { args } = this.seen(await this.parse(TargetsRemove));
    return this.show(await removeTarget(configStore(this.openOptions()), args.name), removedTarget);
  }
}
