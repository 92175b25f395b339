// ks local clock scale

import { Args } from '@oclif/core';
import { localClock } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockScale extends KsCommand {
  static override summary = "Let the local engine's time run faster or slower than the machine's.";
  static override examples = ['ks local clock scale 60', 'ks local clock scale 1'];
  static override args = {
    factor: Args.string({ ignoreStdin: true, required: true, description: 'engine seconds a second' }),
  };
  static override flags = { ...dataDirFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalClockScale));
    const change = { kind: 'scale' as const, factor: Number(args.factor) };
    return this.show(await localClock(this.localEngine(flags['data-dir']), change), clockReading);
  }
}
