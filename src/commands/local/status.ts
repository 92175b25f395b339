// ks local status

import { fullStatus } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { dataDirFlag, localDeps } from '../../ui/cli/local-deps.js';
import { serverStatus } from '../../ui/rows/small.js';

export class LocalStatus extends KsCommand {
  static override summary =
    'Show whether the local server runs, how to connect to it, its memory, and the faults that are switched on.';
  static override examples = ['ks local status', 'ks local status --query server.cqlPort'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalStatus));
    const deps = localDeps(this.surroundings, flags['data-dir']);
    return this.show(await fullStatus(deps, this.localEngine(flags['data-dir'])), serverStatus);
  }
}
