// ks local status

import { localStatus } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { dataDirFlag, localDeps } from '../../ui/cli/local-deps.js';
import { serverStatus } from '../../ui/rows/small.js';

export class LocalStatus extends KsCommand {
  static override summary = 'Show whether the local server runs, and how to connect to it.';
  static override examples = ['ks local status', 'ks local status --query server.cqlPort'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalStatus));
    return this.show(await localStatus(localDeps(this.surroundings, flags['data-dir'])), serverStatus);
  }
}
