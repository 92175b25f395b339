// ks local chaos fail

import { Args, Flags } from '@oclif/core';
import { addChaos, type ChaosRuleInput } from '../../../core/index.js';
import { KsCommand } from '../../../ui/cli/base-command.js';
import { dataDirFlag } from '../../../ui/cli/local-deps.js';
import { chaosReading } from '../../../ui/rows/switches.js';

export class LocalChaosFail extends KsCommand {
  static override summary = 'Let a Region of the local engine fail, its next restores, or a KMS key of its tables.';
  static override examples = [
    'ks local chaos fail restore',
    'ks local chaos fail region us-east-1',
    'ks local chaos fail key ARN',
  ];
  static override args = {
    what: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'region, zone, restore or key',
      options: ['region', 'zone', 'restore', 'key'],
    }),
    name: Args.string({ ignoreStdin: true, description: 'the Region, or the ARN of the key' }),
  };
  static override flags = {
    ...dataDirFlag,
    count: Flags.integer({ description: 'restores that fail', min: 1, default: 1 }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(LocalChaosFail));
    const open = this.localEngine(flags['data-dir']);
    const rule = failRule(args.what, args.name, flags.count);
    return this.show(await addChaos(open, { rule }), chaosReading);
  }
}

function failRule(what: string, name: string | undefined, count: number): ChaosRuleInput {
  if (what === 'restore') return { kind: 'fail-restore', count };
  if (what === 'zone') return { kind: 'fail-zone' };
  if (what === 'key') return { kind: 'fail-key', ...(name !== undefined && { key: name }) };
  return { kind: 'fail-region', ...(name !== undefined && { region: name }) };
}
