// ks local load

import { Flags } from '@oclif/core';
import { driveLoad, parseDuration } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { drivenLoad } from '../../ui/rows/load.js';

export class LocalLoad extends KsCommand {
  static override summary = "Make the demo's dozen of tables and drive a realistic load at them, until interrupted.";
  static override examples = [
    'ks local load',
    'ks local load --seconds 60 --scale 0.5',
    'ks local load --target demo-clients',
  ];
  static override flags = {
    seconds: Flags.integer({ description: 'end after this time', min: 1 }),
    scale: Flags.string({ description: '1 is about 2,500 statements a second', default: '1' }),
    clients: Flags.integer({ description: 'sessions, each with its own connections', min: 1, max: 64, default: 2 }),
    seed: Flags.integer({ description: 'the same seed gives the same statements', default: 1 }),
    timeout: Flags.string({ description: 'longest wait for the tables', default: '2m' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(LocalLoad));
    const result = await driveLoad(await this.fleet(), {
      scale: Number(flags.scale),
      clients: flags.clients,
      seed: flags.seed,
      timeoutMs: parseDuration(flags.timeout),
      ...(flags.seconds !== undefined && { seconds: flags.seconds }),
    });
    return this.show(result, drivenLoad);
  }
}
