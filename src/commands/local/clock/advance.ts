// ks local clock advance

import { Args } from '@oclif/core';
import { localClock, parseDuration } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockAdvance extends KsCommand {
  static override summary = "Move the local engine's time on: states, expiry, recovery windows and metrics follow.";
  static override examples = ['ks local clock advance 24h', 'ks local clock advance 90s'];
  static override args = {
    by: Args.string({ ignoreStdin: true, required: true, description: 'length of time: 30s, 10m, 24h, 7d' }),
  };
  static override flags = { ...dataDirFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalClockAdvance));
    const change = { kind: 'advance' as const, milliseconds: parseDuration(args.by) };
    return this.show(await localClock(this.localEngine(flags['data-dir']), change), clockReading);
  }
}
