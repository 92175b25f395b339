// ks restore table

import { Args, Flags } from '@oclif/core';
import { parseTag, restoreTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { restoredTable } from '../../ui/rows/backups.js';

export class RestoreTable extends KsCommand {
  static override summary = 'Restore a table, or a deleted one, to a new table as it was at a second of its window.';
  static override examples = [
    'ks restore table shop.orders --at 2026-01-15T10:00:00Z --to shop.orders_before',
    'ks restore table shop.orders --at 15m --to orders_before --no-wait',
    'ks restore table shop.deleted --to shop.back --provisioned 100/50 --tag team=shop',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    to: Flags.string({ required: true, description: 'name of the new table', helpValue: '[KEYSPACE.]TABLE' }),
    at: Flags.string({ description: 'UTC time, or how long ago; the last state when left out', helpValue: 'TIME' }),
    'on-demand': Flags.boolean({ description: 'pay per request', exclusive: ['provisioned'] }),
    provisioned: Flags.string({ description: 'units per second', helpValue: 'READ/WRITE' }),
    'auto-scale-read': Flags.string({ description: 'bounds of auto scaling, or off', helpValue: 'MIN-MAX[@TARGET]' }),
    'auto-scale-write': Flags.string({ description: 'bounds of auto scaling, or off', helpValue: 'MIN-MAX[@TARGET]' }),
    'kms-key': Flags.string({ description: 'ARN of a customer managed key, or aws-owned' }),
    pitr: Flags.boolean({
      description: 'point-in-time recovery of the new table; as the source when left out',
      allowNo: true,
    }),
    tag: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'tag as KEY=VALUE; none are restored' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(RestoreTable));
    const restored = await restoreTable(await this.fleet(), {
      name: args.name,
      to: flags.to,
      onDemand: flags['on-demand'],
      tags: (flags.tag ?? []).map(parseTag),
      ...(flags.at !== undefined && { at: flags.at }),
      ...(flags.provisioned !== undefined && { provisioned: flags.provisioned }),
      ...(flags['auto-scale-read'] !== undefined && { autoScaleRead: flags['auto-scale-read'] }),
      ...(flags['auto-scale-write'] !== undefined && { autoScaleWrite: flags['auto-scale-write'] }),
      ...(flags['kms-key'] !== undefined && { kmsKey: flags['kms-key'] }),
      ...(flags.pitr !== undefined && { pitr: flags.pitr }),
      ...this.waitOf(flags),
    });
    return this.showOrDryRun(restored, restoredTable);
  }
}
