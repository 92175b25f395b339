// ks local chaos fail

import { Flags } from '@oclif/core';
import { addChaos, failingPart, localStatus, parseDuration } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { failingPartArgs, faultFlags } from '../../../ui/cli/flags.js';
import { dataDirFlag, localDeps } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosFail extends KsCommand {
  static override summary =
    'Let an Availability Zone of the local engine fail, a Region, the replication into one, its next restores, or a KMS key.';
  static override examples = [
    'ks local chaos fail zone b',
    'ks local chaos fail zone us-east-1a --for 10m',
    'ks local chaos fail region us-east-1',
    'ks local chaos fail replication eu-west-1',
    'ks local chaos fail restore',
    'ks local chaos fail restore midway --count 2',
    'ks local chaos fail key ARN',
  ];
  static override args = failingPartArgs(
    ': call (RestoreTable is refused with a 500, the default) or midway (the call is accepted, the new table is RESTORING until half of its rows are there, and then it is gone)',
  );
  static override flags = {
    ...dataDirFlag,
    ...faultFlags,
    count: Flags.integer({ description: 'restores that fail', min: 1, default: 1 }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosFail));
    const open = this.localEngine(flags['data-dir']);
    const part = failingPart(args.what, args.name);
    const change = {
      rule: part.kind === 'fail-restore' ? { ...part, count: flags.count } : part,
      ...(flags.for !== undefined && { durationMs: parseDuration(flags.for) }),
    };
    const reading = await addChaos(open, change);
    const { server } = await localStatus(localDeps(this.surroundings, flags['data-dir']));
    if (part.kind === 'fail-zone' && server !== undefined && server.nodes === undefined)
      this.report(
        'The server shows clients one address, not zones: it goes on until too few zones are left (ks local start --zones 3).',
      );
    return this.show(reading, chaosReading);
  }
}
