// ks metrics watch

import { Flags } from '@oclif/core';
import { parseDuration, sampleFleet } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { watchLine } from '../../ui/rows/watch.js';

export class MetricsWatch extends KsCommand {
  static override summary = 'Stream figures of every table with traffic as lines of JSON, until interrupted.';
  static override examples = ['ks metrics watch', 'ks metrics watch --throttled --samples 60 | jq .table'];
  static override flags = {
    interval: Flags.string({ description: 'time between two looks', default: '1s' }),
    samples: Flags.integer({ description: 'end after this many looks', min: 1 }),
    throttled: Flags.boolean({ description: 'only tables that are being throttled' }),
    all: Flags.boolean({ description: 'idle tables too' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(MetricsWatch));
    const fleet = await this.fleet();
    let seen = 0;
    for await (const sample of sampleFleet(fleet, { intervalMs: parseDuration(flags.interval) })) {
      for (const table of sample.tables) {
        const line = watchLine(table, { throttledOnly: flags.throttled, idleToo: flags.all });
        if (line !== undefined) this.env.stdout.write(`${line}\n`);
      }
      for (const failure of sample.failures) this.report(`${failure.place}: ${failure.reason}`);
      seen++;
      if (flags.samples !== undefined && seen >= flags.samples) break;
    }
    return { samples: seen };
  }
}
