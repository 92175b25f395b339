// ks local clock resume

import { localClock } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockResume extends KsCommand {
  static override summary = "Let the local engine's time run again.";
  static override examples = ['ks local clock resume'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalClockResume));
    return this.show(await localClock(this.localEngine(flags['data-dir']), { kind: 'resume' }), clockReading);
  }
}
