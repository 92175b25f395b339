// ks local stop

import { stopServer } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { dataDirFlag, localDeps } from '../../ui/cli/local-deps.js';
import { textView } from '../../ui/rows/view.js';

export class LocalStop extends KsCommand {
  static override summary = 'Stop the local server. Its data stays.';
  static override examples = ['ks local stop'];
  static override flags = { ...dataDirFlag };

  async run() {
    const { flags } = this.seen(await this.parse(LocalStop));
    const stopped = await stopServer(localDeps(this.surroundings, flags['data-dir']));
    return this.show(
      stopped,
      textView(({ changed, pid }) => (changed ? `Stopped process ${pid}.` : 'No server was running.')),
    );
  }
}
