// ks local clock reset

import { localClock } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockReset extends KsCommand {
  static override summary = "Give the local engine this machine's time again.";
  static override examples = ['ks local clock reset'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalClockReset));
    return this.show(await localClock(this.localEngine(flags['data-dir']), { kind: 'reset' }), clockReading);
  }
}
