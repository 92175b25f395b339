// ks audit list

import { Args, Flags } from '@oclif/core';
import { listAudit, parseDuration } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { auditList } from '../../ui/rows/audit.js';

export class AuditList extends KsCommand {
  static override summary = 'List who changed what, newest first (CloudTrail, up to 90 days back).';
  static override examples = [
    'ks audit list',
    'ks audit list shop.orders --since 7d --json',
    'ks audit list --user alice --event DropTable',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, description: 'KEYSPACE or KEYSPACE.TABLE' }) };
  static override flags = {
    since: Flags.string({ description: 'how far to look back', default: '24h' }),
    user: Flags.string({ description: "a user's or role session's name" }),
    event: Flags.string({ description: 'such as CreateTable, AlterTable, DropTable' }),
    failed: Flags.boolean({ description: 'only what was refused' }),
    limit: Flags.integer({ description: 'at most so many', default: 50, min: 1 }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(AuditList));
    const fleet = await this.fleet();
    const found = await listAudit(fleet, {
      windowMs: parseDuration(flags.since),
      limit: flags.limit,
      failed: flags.failed,
      ...(args.name !== undefined && { name: args.name }),
      ...(flags.user !== undefined && { user: flags.user }),
      ...(flags.event !== undefined && { event: flags.event }),
    });
    return this.showGathered(found, 'entries', auditList(fleet.places.length > 1));
  }
}
