// ks local chaos throttle

import { Args, Flags } from '@oclif/core';
import { addChaos, parseDuration, parseShare } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { faultFlags } from '../../../ui/cli/flags.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosThrottle extends KsCommand {
  static override summary = 'Throttle tables of the local engine: all requests or a share of them.';
  static override examples = [
    'ks local chaos throttle shop.orders --writes',
    'ks local chaos throttle --share 10% --seed 7 --for 10m',
  ];
  static override args = {
    on: Args.string({ ignoreStdin: true, description: 'KEYSPACE or KEYSPACE.TABLE; every table without' }),
  };
  static override flags = {
    ...dataDirFlag,
    ...faultFlags,
    reads: Flags.boolean({ description: 'reads only', exclusive: ['writes'] }),
    writes: Flags.boolean({ description: 'writes only' }),
    share: Flags.string({ description: 'of requests: 0.25 or 25%', default: '100%' }),
    seed: Flags.integer({ description: 'the same seed gives the same draws' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosThrottle));
    const open = this.localEngine(flags['data-dir']);
    const direction = flags.reads ? 'read' : flags.writes ? 'write' : undefined;
    const rule = {
      kind: 'throttle' as const,
      share: parseShare(flags.share),
      ...(direction !== undefined && { direction: direction as 'read' | 'write' }),
    };
    const change = {
      rule,
      ...(args.on !== undefined && { on: args.on }),
      ...(flags.for !== undefined && { durationMs: parseDuration(flags.for) }),
      ...(flags.seed !== undefined && { seed: flags.seed }),
    };
    return this.show(await addChaos(open, change), chaosReading);
  }
}
