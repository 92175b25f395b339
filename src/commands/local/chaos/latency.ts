// ks local chaos latency

import { Args, Flags } from '@oclif/core';
import { addChaos, parseDuration } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { faultFlags } from '../../../ui/cli/flags.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosLatency extends KsCommand {
  static override summary = 'Let the local engine answer later.';
  static override examples = [
    'ks local chaos latency 50ms shop.orders --jitter 20ms',
    'ks local chaos latency 200ms --operation SELECT',
  ];
  static override args = {
    time: Args.string({ ignoreStdin: true, required: true, description: 'added to each answer: 50ms' }),
    on: Args.string({ ignoreStdin: true, description: 'KEYSPACE or KEYSPACE.TABLE; everything without' }),
  };
  static override flags = {
    ...dataDirFlag,
    ...faultFlags,
    jitter: Flags.string({ description: 'up to so much more' }),
    operation: Flags.string({
      description: 'only these statements',
      options: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'BATCH'],
    }),
    seed: Flags.integer({ description: 'the same seed gives the same draws' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosLatency));
    const open = this.localEngine(flags['data-dir']);
    const rule = {
      kind: 'latency' as const,
      milliseconds: parseDuration(args.time),
      ...(flags.jitter !== undefined && { jitterMs: parseDuration(flags.jitter) }),
      ...(flags.operation !== undefined && { operation: flags.operation }),
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
