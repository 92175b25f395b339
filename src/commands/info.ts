// ks info

import { showInfo } from '../core/index.js';
import { KsCommand } from '../ui/cli/base-command.js';
import { infoRecord } from '../ui/rows/small.js';

export class Info extends KsCommand {
  static override summary = 'Show what is used and why: versions, target, folders, and whether each place answers.';
  static override examples = ['ks info', 'ks info --target prod --json'];

  async run() {
    const { flags } = this.seen(await this.parse(Info));
    const { env } = this;
    const targetFrom =
      flags.target !== undefined ? '--target' : env.target !== undefined ? 'KS_TARGET' : 'the configuration';
    const info = await showInfo(await this.fleet(), {
      version: env.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      configPath: env.configPath,
      dataDir: env.dataDir,
      targetFrom,
    });
    await this.show(info, infoRecord);
    if (info.places.some((place) => !place.reachable))
      process.exitCode = info.places.some((place) => place.reachable) ? 3 : 1;
    return info;
  }
}
