// ks top

import { Flags } from '@oclif/core';
import { parseDuration, pricesDate, pricesOf, sampleFleet, tableDetail } from '../core/index.js';
import { KsCommand } from '../ui/cli/base-command.js';
import { saveScreenText } from '../ui/cli/save-screen.js';

export class Top extends KsCommand {
  static override summary = 'Watch every table of the target: rates, limits, throttles, latency, cost.';
  static override examples = ['ks top', 'ks top --once', 'ks top --batch 60 --interval 1s > figures.txt'];
  static override flags = {
    once: Flags.boolean({ description: 'print one frame as text, and end' }),
    batch: Flags.integer({ char: 'n', description: 'print this many frames as text, and end', min: 1 }),
    interval: Flags.string({ description: 'time between two looks', default: '1s' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(Top));
    const fleet = await this.fleet();
    const intervalMs = parseDuration(flags.interval);
    const { runTop } = await import('../ui/top/index.js');
    const { env } = this;
    process.exitCode = await runTop({
      samples: (signal) => sampleFleet(fleet, { intervalMs, signal }),
      detail: (key) => tableDetail(fleet, key),
      stdout: env.stdout,
      stdin: env.stdin,
      colour: env.colour && flags.color,
      unicode: env.unicode,
      readOnly: fleet.target.readOnly,
      clock: fleet.clock,
      save: (text) => saveScreenText(this.system.files, env, fleet.clock.wallMs(), text),
      prices: pricesOf,
      pricesDate,
      ...(flags.once && { once: true }),
      ...(flags.batch !== undefined && { batch: flags.batch }),
    });
    return undefined;
  }
}
