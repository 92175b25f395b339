// ks local reset

import { Flags } from '@oclif/core';
import { KsError, resetData } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { askYes } from '../../ui/cli/confirm.js';
import { dataDirFlag, localDeps } from '../../ui/cli/local-deps.js';
import { textView } from '../../ui/rows/view.js';

export class LocalReset extends KsCommand {
  static override summary = 'Throw the local data away. Refused while the server runs.';
  static override examples = ['ks local reset', 'ks local reset --yes'];
  static override flags = {
    ...dataDirFlag,
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
    confirm: Flags.string({ description: 'the word local, instead of --yes', helpValue: 'local' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(LocalReset));
    const deps = localDeps(this.surroundings, flags['data-dir']);
    const sure = flags.yes || flags.confirm === 'local';
    if (!sure && !(this.env.canAsk && (await askYes(this.env, `Throw away all data in ${deps.dataDir}?`)))) {
      throw new KsError({
        code: 'CONFIRMATION',
        kind: 'refused',
        message: 'Nothing was thrown away: nobody said yes.',
        next: ['ks local reset --yes'],
      });
    }
    return this.show(
      await resetData(deps),
      textView(({ changed, dataDir }) => (changed ? `${dataDir} is empty.` : `${dataDir} was empty already.`)),
    );
  }
}
