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
    const configFound = await this.system.files.exists(env.configPath);
    const targetFrom =
      flags.target !== undefined
        ? 'named by --target'
        : env.target !== undefined
          ? 'named by KS_TARGET'
          : configFound
            ? 'the current one of the configuration'
            : 'built in';
    const info = await showInfo(await this.fleet(), {
      version: env.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      configPath: env.configPath,
      configFound,
      dataDir: env.dataDir,
      targetFrom,
    });
    await this.show(info, infoRecord);
    if (info.places.some((place) => !place.reachable))
      process.exitCode = info.places.some((place) => place.reachable) ? 3 : 1;
    return info;
  }
}
