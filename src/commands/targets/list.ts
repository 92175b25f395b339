// ks targets list

import { configStore, listTargets } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { targetList } from '../../ui/rows/small.js';

export class TargetsList extends KsCommand {
  static override summary = 'List targets: the named places where commands act.';
  static override examples = ['ks targets list'];

  async run() {
    const { flags } = this.seen(await this.parse(TargetsList));
    const targets = await listTargets(configStore(this.openOptions()), flags.target ?? this.env.target);
    return this.show({ targets }, targetList);
  }
}
