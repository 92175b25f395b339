// ks local seed

import { Flags } from '@oclif/core';
import { driveLoad, parseDuration, seedFleet } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { textView } from '../../ui/rows/view.js';

export class LocalSeed extends KsCommand {
  static override summary = 'Make the demo fleet in the local engine: keyspaces, tables, rows, and traffic on request.';
  static override examples = ['ks local seed', 'ks local seed --load 60'];
  static override flags = {
    load: Flags.integer({ description: 'seconds of traffic to drive after that', default: 0, min: 0 }),
    scale: Flags.string({ description: '1 is about 1,600 statements a second', default: '1' }),
    timeout: Flags.string({ description: 'longest wait for the tables', default: '2m' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(LocalSeed));
    const fleet = await this.fleet();
    const timeoutMs = parseDuration(flags.timeout);
    const made = await seedFleet(fleet, { timeoutMs });
    const load =
      flags.load === 0
        ? undefined
        : await driveLoad(fleet, { seed: 1, timeoutMs, scale: Number(flags.scale), clients: 2, seconds: flags.load });
    const result = { ...made, ...(load !== undefined && { load }) };
    const view = textView<typeof result>(
      (each) =>
        `${each.tables.length} tables in ${each.keyspaces.length} keyspaces; ${each.load?.answered ?? 'no'} statements answered. See them: ks top`,
    );
    return this.show(result, view);
  }
}
