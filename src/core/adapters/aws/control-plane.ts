// The control-plane port over the AWS SDK. Requests have the API's form already; answers lose their metadata and get
// ISO timestamps.

import {
  CreateKeyspaceCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  CreateTypeCommand,
  DeleteKeyspaceCommand,
  DeleteTableCommand,
  DeleteTypeCommand,
  GetKeyspaceCommand,
  GetTableAutoScalingSettingsCommand,
  GetTableCommand,
  GetTypeCommand,
  type KeyspacesClient,
  ListKeyspacesCommand,
  ListTablesCommand,
  ListTagsForResourceCommand,
  ListTypesCommand,
  RestoreTableCommand,
  type RestoreTableCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyspaceCommand,
  type UpdateKeyspaceCommandInput,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-keyspaces';
import type {
  KeyspaceDescription,
  TableDescription,
  TableSummary,
  Tag,
  TypeDescription,
} from '../../model/control-shapes.js';
import type { ControlPlane } from '../../ports/control-plane.js';
import type { PlaceClients } from './clients.js';
import { mapAwsError } from './map-errors.js';

export function awsControlPlane(clients: PlaceClients): ControlPlane {
  const client: KeyspacesClient = clients.keyspaces;
  const call = async <T>(answer: Promise<unknown>): Promise<T> => {
    try {
      return plain(await answer) as T;
    } catch (error) {
      throw mapAwsError(error, clients.where);
    }
  };
  const pages = async <T>(
    ask: (nextToken: string | undefined) => Promise<{ readonly nextToken?: string | undefined }>,
    member: string,
  ): Promise<readonly T[]> => {
    const items: T[] = [];
    let nextToken: string | undefined;
    do {
      const page: Readonly<Record<string, unknown>> = await call(ask(nextToken));
      items.push(...((page[member] as readonly T[] | undefined) ?? []));
      nextToken = page.nextToken as string | undefined;
    } while (nextToken !== undefined);
    return items;
  };
  return {
    capabilities: { userTypes: true, autoScaling: true, pointInTimeRecovery: true, streams: true, tags: true },
    keyspaces: {
      create: (request) => call(client.send(new CreateKeyspaceCommand(mutable(request)))),
      get: (keyspaceName) => call<KeyspaceDescription>(client.send(new GetKeyspaceCommand({ keyspaceName }))),
      list: () => pages((nextToken) => client.send(new ListKeyspacesCommand({ nextToken })), 'keyspaces'),
      update: (request) => call(client.send(new UpdateKeyspaceCommand(mutable<UpdateKeyspaceCommandInput>(request)))),
      delete: (keyspaceName) => call(client.send(new DeleteKeyspaceCommand({ keyspaceName }))),
    },
    tables: {
      create: (request) => call(client.send(new CreateTableCommand(mutable<CreateTableCommandInput>(request)))),
      get: (keyspaceName, tableName) =>
        call<TableDescription>(client.send(new GetTableCommand({ keyspaceName, tableName }))),
      list: (keyspaceName) =>
        pages<TableSummary>((nextToken) => client.send(new ListTablesCommand({ keyspaceName, nextToken })), 'tables'),
      update: (request) => call(client.send(new UpdateTableCommand(mutable<UpdateTableCommandInput>(request)))),
      delete: (keyspaceName, tableName) => call(client.send(new DeleteTableCommand({ keyspaceName, tableName }))),
      restore: async ({ restoreTimestamp, ...request }) => {
        const at = restoreTimestamp === undefined ? {} : { restoreTimestamp: new Date(restoreTimestamp) };
        const answer = await call<{ readonly restoredTableARN: string }>(
          client.send(new RestoreTableCommand({ ...mutable<RestoreTableCommandInput>(request), ...at })),
        );
        return { restoredTableArn: answer.restoredTableARN };
      },
    },
    types: {
      create: (request) => call(client.send(new CreateTypeCommand(mutable(request)))),
      get: (keyspaceName, typeName) =>
        call<TypeDescription>(client.send(new GetTypeCommand({ keyspaceName, typeName }))),
      list: (keyspaceName) =>
        pages<string>((nextToken) => client.send(new ListTypesCommand({ keyspaceName, nextToken })), 'types'),
      delete: (keyspaceName, typeName) => call(client.send(new DeleteTypeCommand({ keyspaceName, typeName }))),
    },
    tags: {
      list: (resourceArn) =>
        pages<Tag>((nextToken) => client.send(new ListTagsForResourceCommand({ resourceArn, nextToken })), 'tags'),
      set: (resourceArn, tags) => call(client.send(new TagResourceCommand({ resourceArn, tags: [...tags] }))),
      unset: (resourceArn, tags) => call(client.send(new UntagResourceCommand({ resourceArn, tags: [...tags] }))),
    },
    autoScaling: {
      get: (keyspaceName, tableName) =>
        call(client.send(new GetTableAutoScalingSettingsCommand({ keyspaceName, tableName }))),
    },
  };
}

/** The SDK's types want mutable arrays and string enums; the JSON is the same. */
const mutable = <T>(request: object): T => structuredClone(request) as T;

/** Without `$metadata` and undefined members, dates as ISO text. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key, member]) => key !== '$metadata' && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}
