// SDK clients and credentials of one place: a profile and a Region, or an endpoint in their stead.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { EndpointOverrides } from '../../model/config.js';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
export interface ClientSettings {
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  readonly customUserAgent: [string, string][];
  readonly endpoint?: string;
}
export interface PlaceClients {
  readonly region: string;
  /** What errors name: a host or the override. */
  readonly where: string;
  readonly credentials: () => Promise<Credentials>;
  readonly keyspaces: KeyspacesClient;
  cloudWatch(): CloudWatchClient;
  /** For further clients of this place. */
  readonly settings: ClientSettings;
  /** Remembers a further client, to end it with the others. */
  opened<Client extends { destroy(): void }>(client: Client): Client;
  close(): void;
}
export interface PlaceChoice {
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoints: EndpointOverrides;
  readonly version: string;
}

export function openClients(choice: PlaceChoice): PlaceClients {
  const { region, profile, endpoints } = choice;
  const credentials = profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
  const common = {
    region,
    credentials,
    customUserAgent: [['ks', choice.version]] as [string, string][],
    ...(endpoints.http !== undefined && { endpoint: endpoints.http }),
  };
  const keyspaces = new KeyspacesClient(common);
  let cloudWatch: CloudWatchClient | undefined;
  const others: { destroy(): void }[] = [];
  return {
    region,
    where: endpoints.http ?? `cassandra.${region}.amazonaws.com`,
    credentials,
    keyspaces,
    settings: common,
    opened: (client) => {
      others.push(client);
      return client;
    },
    cloudWatch: () => {
      cloudWatch ??= new CloudWatchClient(common);
      return cloudWatch;
    },
    close() {
      keyspaces.destroy();
      cloudWatch?.destroy();
      for (const other of others) other.destroy();
    },
  };
}
