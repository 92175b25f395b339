// ks local clock show

import { localClock } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockShow extends KsCommand {
  static override summary = "Show the local engine's time, and how far it is from this machine's.";
  static override examples = ['ks local clock show'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalClockShow));
    return this.show(await localClock(this.localEngine(flags['data-dir'])), clockReading);
  }
}
