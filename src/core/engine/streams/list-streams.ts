// ListStreams: those of the account, a keyspace or a table; none for what is not there (control-plane facts 15.9).

import { validation } from '../control/errors.js';
import { checkInput, structure } from '../control/shape.js';
import { keyspaceName, tableName } from '../control/shared-shapes.js';
import { allStreams } from './stream.js';
import { streamPageMembers } from './stream-shapes.js';
import type { StreamsContext } from './streams.js';
import { streamPage } from './tokens.js';

const shape = structure({}, { keyspaceName, tableName, ...streamPageMembers });

export function listStreams(context: StreamsContext, rawInput: unknown): Record<string, unknown> {
  const input = checkInput(shape, rawInput);
  if (input.tableName !== undefined && input.keyspaceName === undefined)
    throw validation('tableName must be used together with keyspaceName');
  const wanted = allStreams(context).filter(
    ({ table }) =>
      (input.keyspaceName === undefined || table.keyspace === input.keyspaceName) &&
      (input.tableName === undefined || table.name === input.tableName),
  );
  const scope = `streams ${input.keyspaceName ?? ''} ${input.tableName ?? ''}`;
  const { items, ...rest } = streamPage(scope, wanted, input, context.clock.wallMs());
  return {
    streams: items.map(({ arn, table, label }) => ({
      streamArn: arn,
      keyspaceName: table.keyspace,
      tableName: table.name,
      streamLabel: label,
    })),
    ...rest,
  };
}
