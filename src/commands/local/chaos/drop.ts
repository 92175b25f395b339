// ks local chaos drop

import { Flags } from '@oclif/core';
import { addChaos, dropConnections, parseDuration, parseShare, usage } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { faultFlags } from '../../../ui/cli/flags.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosDrop extends KsCommand {
  static override summary = 'Close connections to the local engine: now, or with a share of the requests to come.';
  static override examples = ['ks local chaos drop --now', 'ks local chaos drop --share 1% --seed 7 --for 10m'];
  static override flags = {
    ...dataDirFlag,
    ...faultFlags,
    now: Flags.boolean({ description: 'once, at once, this share of the open connections' }),
    share: Flags.string({ description: 'of requests: 0.25 or 25%', default: '100%' }),
    seed: Flags.integer({ description: 'the same seed gives the same draws' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(LocalChaosDrop));
    const open = this.localEngine(flags['data-dir']);
    const share = parseShare(flags.share);
    if (flags.now && flags.for !== undefined) throw usage('With --now connections are closed once: leave --for out.');
    if (flags.now) return this.show(await dropConnections(open, share), chaosReading);
    const change = {
      rule: { kind: 'drop' as const, share },
      ...(flags.for !== undefined && { durationMs: parseDuration(flags.for) }),
      ...(flags.seed !== undefined && { seed: flags.seed }),
    };
    return this.show(await addChaos(open, change), chaosReading);
  }
}
