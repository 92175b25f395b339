// ks local clock stop

import { localClock } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockStop extends KsCommand {
  static override summary = "Let the local engine's time stand still.";
  static override examples = ['ks local clock stop'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalClockStop));
    return this.show(await localClock(this.localEngine(flags['data-dir']), { kind: 'stop' }), clockReading);
  }
}
