// ks local chaos list

import { listChaos } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosList extends KsCommand {
  static override summary = 'List the faults that are switched on in the local engine.';
  static override examples = ['ks local chaos list'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalChaosList));
    const open = this.localEngine(flags['data-dir']);
    return this.show(await listChaos(open), chaosReading);
  }
}
