import { describe, expect, it } from 'vitest';
import { openStand, refusal, standWithKeyspace } from './stand.js';

const both = { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'eu-west-1'] };

describe('UpdateKeyspace', () => {
  it('adds a Region, and shows each Region on its way', async () => {
    const stand = await standWithKeyspace({ regions: ['us-east-1', 'eu-west-1'] });
    await stand.call('UpdateKeyspace', { keyspaceName: 'ks', replicationSpecification: both });
    const get = () => stand.call('GetKeyspace', { keyspaceName: 'ks' });
    expect((await get()).replicationGroupStatuses).toEqual([
      { region: 'us-east-1', keyspaceStatus: 'UPDATING' },
      { region: 'eu-west-1', keyspaceStatus: 'CREATING', tablesReplicationProgress: '0.00%' },
    ]);
    stand.settle();
    expect((await get()).replicationGroupStatuses).toEqual([
      { region: 'us-east-1', keyspaceStatus: 'ACTIVE' },
      { region: 'eu-west-1', keyspaceStatus: 'ACTIVE', tablesReplicationProgress: '100.00%' },
    ]);
    expect(stand.catalogs.get('eu-west-1')?.keyspace('ks')).toBeDefined();
  });

  it('removes no Region', async () => {
    const stand = openStand({ regions: ['us-east-1', 'eu-west-1'] });
    await stand.call('CreateKeyspace', { keyspaceName: 'ks', replicationSpecification: both });
    stand.settle();
    const single = { replicationStrategy: 'SINGLE_REGION' };
    expect(
      await refusal(stand.call('UpdateKeyspace', { keyspaceName: 'ks', replicationSpecification: single })),
    ).toContain('cannot be removed');
  });

  it('wants its specification and a keyspace', async () => {
    const stand = openStand();
    expect(await refusal(stand.call('UpdateKeyspace', { keyspaceName: 'ks' }))).toContain("'replicationSpecification'");
    const input = { keyspaceName: 'ks', replicationSpecification: { replicationStrategy: 'SINGLE_REGION' } };
    expect(await refusal(stand.call('UpdateKeyspace', input))).toMatch(/^ResourceNotFoundException/);
  });
});
