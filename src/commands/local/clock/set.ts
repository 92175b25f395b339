// ks local clock set

import { Args } from '@oclif/core';
import { localClock, usage } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { clockReading } from '../../../ui/rows/switches.js';

export class LocalClockSet extends KsCommand {
  static override summary = "Set the local engine's time.";
  static override examples = ['ks local clock set 2026-12-31T23:59:00Z'];
  static override args = {
    at: Args.string({ ignoreStdin: true, required: true, description: 'a time such as 2026-12-31T23:59:00Z' }),
  };
  static override flags = { ...dataDirFlag };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalClockSet));
    const atMs = Date.parse(args.at);
    if (Number.isNaN(atMs)) throw usage(`"${args.at}" is not a time: write 2026-12-31T23:59:00Z.`);
    const change = { kind: 'set' as const, atMs };
    return this.show(await localClock(this.localEngine(flags['data-dir']), change), clockReading);
  }
}
