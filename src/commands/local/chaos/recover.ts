// ks local chaos recover

import { failingPart, recoverChaos } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { failingPartArgs } from '../../../ui/cli/flags.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosRecover extends KsCommand {
  static override summary =
    'Let an Availability Zone that failed come back, or a Region, the replication into one, a KMS key, restores.';
  static override examples = [
    'ks local chaos recover zone b',
    'ks local chaos recover region us-east-1',
    'ks local chaos recover restore',
  ];
  static override args = failingPartArgs(' call or midway, both when left out');
  static override flags = { ...dataDirFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosRecover));
    const open = this.localEngine(flags['data-dir']);
    return this.show(await recoverChaos(open, failingPart(args.what, args.name)), chaosReading);
  }
}
