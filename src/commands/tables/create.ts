// ks tables create

import { Args, Flags, type Interfaces } from '@oclif/core';
import {
  createFromCql,
  createTable,
  createTableFromJson,
  createTableRequest,
  createTableSkeleton,
  parseTag,
  usage,
} from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { changeFlags } from '../../ui/cli/flags.js';
import { readInput, readJsonInput } from '../../ui/cli/read-input.js';
import { createdFromCql } from '../../ui/rows/small.js';
import { createdTable } from '../../ui/rows/table.js';
import { textView } from '../../ui/rows/view.js';

const column = (description: string, helpValue = 'NAME:TYPE') =>
  Flags.string({ multiple: true, multipleNonGreedy: true, description, helpValue, helpGroup: 'SCHEMA' });

const notSchema = ['file', 'cli-input-json', 'generate-cli-skeleton', 'if-not-exists'];

export class TablesCreate extends KsCommand {
  static override summary =
    "Create a table from columns, from CQL or from the API's JSON, and wait until it can be used.";
  static override examples = [
    'ks tables create shop.orders --partition-key id:uuid --clustering-key at:timestamp:desc --column total:decimal',
    'ks tables create shop.orders --partition-key id:uuid --column total:decimal --provisioned 100/50 --pitr --tag team=shop',
    'ks tables create --file schema.cql',
    'ks tables create --cli-input-json file://table.json',
    'ks tables create --generate-cli-skeleton > table.json',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    ...changeFlags,
    'partition-key': column('column of the partition key, in order'),
    'clustering-key': column('clustering column, in order', 'NAME:TYPE[:asc|desc]'),
    column: column('regular column'),
    static: column('static column'),
    'on-demand': Flags.boolean({ description: 'pay per request (the default)', exclusive: ['provisioned'] }),
    provisioned: Flags.string({ description: 'units per second', helpValue: 'READ/WRITE' }),
    pitr: Flags.boolean({ description: 'point-in-time recovery' }),
    ttl: Flags.boolean({ description: 'rows may have a time to live' }),
    'default-ttl': Flags.integer({ description: 'seconds that a row lives when its write says nothing' }),
    'client-side-timestamps': Flags.boolean({ description: 'writes may bring their timestamp' }),
    comment: Flags.string({ description: 'text kept with the table' }),
    'kms-key': Flags.string({ description: 'ARN of a customer managed key' }),
    tag: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'tag as KEY=VALUE' }),
    'if-not-exists': Flags.boolean({ description: 'succeed without a change when it exists' }),
    file: Flags.string({
      char: 'f',
      description: 'CQL statements; - for standard input',
      exclusive: ['cli-input-json'],
    }),
    'cli-input-json': Flags.string({ description: 'CreateTable input: JSON, or file://PATH' }),
    'generate-cli-skeleton': Flags.boolean({ description: 'print the JSON to fill in' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(TablesCreate));
    if (flags['generate-cli-skeleton']) {
      return this.show(
        createTableSkeleton,
        textView((value) => JSON.stringify(value, null, 2)),
      );
    }
    const wait = this.waitOf(flags);
    const whole =
      flags.file !== undefined ? '--file' : flags['cli-input-json'] !== undefined ? '--cli-input-json' : undefined;
    if (whole !== undefined) this.refuseBeside(whole, flags, whole === '--file' ? args.name : undefined);
    if (flags.file !== undefined) {
      const text = await readInput(this.env, flags.file);
      return this.showOrDryRun(await createFromCql(await this.fleet(), { text, ...wait }), createdFromCql);
    }
    const json = flags['cli-input-json'];
    const request =
      json === undefined
        ? this.requestOf(args.name, flags)
        : createTableFromJson(await readJsonInput(this.env, json), args.name);
    const input = { request, ifNotExists: flags['if-not-exists'], ...wait };
    return this.showOrDryRun(await createTable(await this.fleet(), input), createdTable);
  }

  /** What would be left out without a word. */
  private refuseBeside(whole: string, flags: Readonly<Record<string, unknown>>, name: string | undefined): void {
    const own = Object.keys(TablesCreate.flags).filter((flag) => !(flag in changeFlags) && !notSchema.includes(flag));
    const given = own.filter((flag) => flags[flag] !== undefined && flags[flag] !== false).map((flag) => `--${flag}`);
    const [first] = name === undefined ? given : [name, ...given];
    if (first !== undefined) throw usage(`${whole} says the whole table: ${first} cannot be given beside it.`);
  }

  private requestOf(name: string | undefined, flags: Interfaces.InferredFlags<typeof TablesCreate.flags>) {
    if (name === undefined) {
      throw usage(
        'Which table? Name it, or give --file or --cli-input-json.',
        'ks tables create shop.orders --partition-key id:uuid',
      );
    }
    return createTableRequest({
      name,
      partitionKeys: flags['partition-key'] ?? [],
      clusteringKeys: flags['clustering-key'] ?? [],
      columns: flags.column ?? [],
      statics: flags.static ?? [],
      pitr: flags.pitr,
      ttl: flags.ttl,
      clientSideTimestamps: flags['client-side-timestamps'],
      tags: (flags.tag ?? []).map(parseTag),
      ...(flags.provisioned !== undefined && { provisioned: flags.provisioned }),
      ...(flags['default-ttl'] !== undefined && { defaultTtlSeconds: flags['default-ttl'] }),
      ...(flags.comment !== undefined && { comment: flags.comment }),
      ...(flags['kms-key'] !== undefined && { kmsKey: flags['kms-key'] }),
    });
  }
}
