// ks tables update

import { Args, Flags } from '@oclif/core';
import { updateTable } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags, confirmFlag } from '../../ui/cli/flags.js';
import { updatedTable } from '../../ui/rows/table.js';

export class TablesUpdate extends KsCommand {
  static override summary = 'Change settings of a table: one call each, in a safe order, each waited for.';
  static override examples = [
    'ks tables update shop.orders --provisioned 100/50 --pitr --add-column note:text',
    'ks tables update shop.orders --on-demand --dry-run',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    ...confirmFlag,
    'on-demand': Flags.boolean({ description: 'pay per request', exclusive: ['provisioned'] }),
    provisioned: Flags.string({ description: 'units per second', helpValue: 'READ/WRITE' }),
    'auto-scale-read': Flags.string({ description: 'bounds of auto scaling, or off', helpValue: 'MIN-MAX[@TARGET]' }),
    'auto-scale-write': Flags.string({ description: 'bounds of auto scaling, or off', helpValue: 'MIN-MAX[@TARGET]' }),
    'client-side-timestamps': Flags.boolean({ description: 'turn on; cannot be turned off again' }),
    'default-ttl': Flags.integer({ description: 'seconds; 0 = none' }),
    'kms-key': Flags.string({ description: 'ARN of a customer managed key, or aws-owned' }),
    pitr: Flags.boolean({ description: 'point-in-time recovery; --no-pitr throws its history away', allowNo: true }),
    ttl: Flags.boolean({ description: 'turn on; cannot be turned off again' }),
    'add-column': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'regular column to add',
      helpValue: 'NAME:TYPE',
    }),
    warm: Flags.string({ description: 'warm throughput, units per second', helpValue: 'READ/WRITE' }),
    stream: Flags.string({
      description: 'change stream with this view, or off',
      options: ['NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY', 'NEW_AND_OLD_IMAGES', 'off'],
    }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(TablesUpdate));
    const confirm = flags.pitr === false ? await this.confirmed(args.name, flags.confirm) : flags.confirm;
    const changes = {
      onDemand: flags['on-demand'],
      clientSideTimestamps: flags['client-side-timestamps'],
      ttl: flags.ttl,
      addColumns: flags['add-column'] ?? [],
      ...(flags.provisioned !== undefined && { provisioned: flags.provisioned }),
      ...(flags['auto-scale-read'] !== undefined && { autoScaleRead: flags['auto-scale-read'] }),
      ...(flags['auto-scale-write'] !== undefined && { autoScaleWrite: flags['auto-scale-write'] }),
      ...(flags['default-ttl'] !== undefined && { defaultTtlSeconds: flags['default-ttl'] }),
      ...(flags['kms-key'] !== undefined && { kmsKey: flags['kms-key'] }),
      ...(flags.pitr !== undefined && { pitr: flags.pitr }),
      ...(flags.warm !== undefined && { warm: flags.warm }),
      ...(flags.stream !== undefined && { stream: flags.stream }),
    };
    const input = { name: args.name, changes, ...(confirm !== undefined && { confirm }), ...this.waitOf(flags) };
    return this.showOrDryRun(await updateTable(await this.fleet(), input), updatedTable);
  }
}
