// A whole engine with a table whose changes are captured, and a reader of its stream.

import { ApiError } from '../../../../src/core/engine/control/api.js';
import { ScriptEngine, type ScriptOptions } from '../../../cql/script-engine.js';

export type Json = Readonly<Record<string, unknown>>;

export interface Record_ {
  readonly origin: string;
  readonly partitionKeys: Json;
  readonly clusteringKeys: Json;
  readonly newImage?: { readonly valueCells?: Json; readonly staticCells?: Json; readonly rowMetadata?: Json };
  readonly oldImage?: { readonly valueCells?: Json; readonly staticCells?: Json; readonly rowMetadata?: Json };
  readonly sequenceNumber: string;
  readonly createdAt: number;
}

export interface GotRecords {
  readonly changeRecords: readonly Record_[];
  readonly nextShardIterator?: string;
  readonly iteratorDescription: { readonly iteratorPosition: string };
}

export const caller = {
  region: 'us-east-1',
  accountId: '111122223333',
  principal: 'arn:aws:iam::111122223333:user/alice',
  userAgent: 'test',
  sourceAddress: '127.0.0.1',
};

export class StreamStand {
  readonly script: ScriptEngine;

  private constructor(script: ScriptEngine) {
    this.script = script;
  }

  /** `columns` of table ks.t; TTL is on, and CDC unless `cdc` says otherwise. */
  static async open(columns: string, cdc = 'cdc = true', options: ScriptOptions = {}): Promise<StreamStand> {
    const stand = new StreamStand(await ScriptEngine.open(options));
    await stand.cql("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
    const properties = `CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}${cdc === '' ? '' : ` AND ${cdc}`}`;
    await stand.cql(`CREATE TABLE ks.t (${columns}) WITH ${properties}`);
    return stand;
  }

  async cql(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.script.run(statement);
  }

  call(operation: string, input: Json): Promise<Record<string, unknown>> {
    return this.script.engine.streams.call(operation, input, caller);
  }

  async update(cdcSpecification: Json): Promise<void> {
    const input = { keyspaceName: 'ks', tableName: 't', cdcSpecification };
    await this.script.engine.control.call('UpdateTable', input, caller);
    this.script.clock.advance(60_000);
  }

  async arns(): Promise<string[]> {
    const { streams } = await this.call('ListStreams', { keyspaceName: 'ks' });
    return (streams as { streamArn: string }[]).map(({ streamArn }) => streamArn);
  }

  async shards(streamArn: string): Promise<string[]> {
    const { shards } = await this.call('GetStream', { streamArn });
    return (shards as { shardId: string }[]).map(({ shardId }) => shardId);
  }

  async iterator(streamArn: string, shardId: string, type = 'TRIM_HORIZON', more: Json = {}): Promise<string> {
    const input = { streamArn, shardId, shardIteratorType: type, ...more };
    return (await this.call('GetShardIterator', input)).shardIterator as string;
  }

  async get(shardIterator: string, maxResults = 1000): Promise<GotRecords> {
    return (await this.call('GetRecords', { shardIterator, maxResults })) as unknown as GotRecords;
  }

  /** Everything that can be read of a stream, in the order of its sequence numbers. */
  async records(arn?: string): Promise<Record_[]> {
    const streamArn = arn ?? (await this.arns()).at(-1)!;
    const found: Record_[] = [];
    for (const shardId of await this.shards(streamArn)) {
      const { changeRecords } = await this.get(await this.iterator(streamArn, shardId));
      found.push(...changeRecords);
    }
    return found.sort((a, b) => (a.sequenceNumber < b.sequenceNumber ? -1 : 1));
  }

  close(): Promise<void> {
    return this.script.engine.close();
  }
}

/** `ValidationException/InvalidFormat` of what `work` rejects with. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { errorCode } = error.members;
    return errorCode === undefined ? error.type : `${error.type}/${String(errorCode)}`;
  }
  throw new Error('expected a refusal');
}

/** Union values of an image by column. */
export function valuesOf(image: Record_['newImage']): Record<string, unknown> | undefined {
  const cells = image?.valueCells ?? image?.staticCells;
  return (
    cells && Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, (cell as { value: unknown }).value]))
  );
}
