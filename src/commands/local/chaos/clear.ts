// ks local chaos clear

import { Args } from '@oclif/core';
import { clearChaos } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosClear extends KsCommand {
  static override summary = 'Switch off one fault of the local engine, or all of them.';
  static override examples = ['ks local chaos clear', 'ks local chaos clear 3'];
  static override args = {
    id: Args.integer({ ignoreStdin: true, description: 'number of the rule; all without' }),
  };
  static override flags = { ...dataDirFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosClear));
    const open = this.localEngine(flags['data-dir']);
    return this.show(await clearChaos(open, args.id), chaosReading);
  }
}
