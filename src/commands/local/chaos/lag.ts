// ks local chaos lag

import { Args, Flags } from '@oclif/core';
import { addChaos, parseDuration } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { faultFlags } from '../../../ui/cli/flags.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosLag extends KsCommand {
  static override summary = 'Let changes of multi-Region tables come later to a Region of the local engine.';
  static override examples = [
    'ks local chaos lag eu-west-1 5s',
    'ks local chaos lag eu-west-1 10m --from us-east-1 --for 1h',
    'ks local chaos recover replication eu-west-1',
  ];
  static override args = {
    region: Args.string({ ignoreStdin: true, required: true, description: 'Region that hears late' }),
    time: Args.string({ ignoreStdin: true, required: true, description: 'how late: 5s' }),
  };
  static override flags = {
    ...dataDirFlag,
    ...faultFlags,
    from: Flags.string({ description: 'only of writes in this Region' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosLag));
    const open = this.localEngine(flags['data-dir']);
    const change = {
      rule: {
        kind: 'lag' as const,
        region: args.region,
        milliseconds: parseDuration(args.time),
        ...(flags.from !== undefined && { from: flags.from }),
      },
      ...(flags.for !== undefined && { durationMs: parseDuration(flags.for) }),
    };
    return this.show(await addChaos(open, change), chaosReading);
  }
}
