import { describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../../src/core/model/audit-entry.js';

const record = {
  eventID: 'e1',
  eventTime: '2026-01-15T10:00:00Z',
  eventName: 'AlterTable',
  eventSource: 'cassandra.amazonaws.com',
  awsRegion: 'us-east-1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/alice', userName: 'alice' },
  requestParameters: { rawQuery: 'ALTER TABLE …', keyspaceName: 'ks', tableName: 't' },
};
const read = (more: object) => auditEntryOf(JSON.stringify({ ...record, ...more }));

describe('reading CloudTrail records', () => {
  it('takes what operators ask for, and leaves out what is not there', () => {
    expect(read({})).toEqual({
      id: 'e1',
      at: '2026-01-15T10:00:00Z',
      event: 'AlterTable',
      user: 'alice',
      principal: 'arn:aws:iam::1:user/alice',
      source: 'cassandra.amazonaws.com',
      region: 'us-east-1',
      keyspace: 'ks',
      table: 't',
      cql: 'ALTER TABLE …',
    });
  });

  it('names who acted: a role session, root, or a service', () => {
    expect(read({ userIdentity: { arn: 'arn:aws:sts::1:assumed-role/deploy/ci-17' } })?.user).toBe('ci-17');
    expect(read({ userIdentity: { type: 'Root', arn: 'arn:aws:iam::1:root' } })?.user).toBe('root');
    const invokedBy = 'application-autoscaling.amazonaws.com';
    expect(read({ userIdentity: { arn: 'arn:aws:sts::1:assumed-role/a/b', invokedBy } })?.user).toBe(
      'application-autoscaling',
    );
  });

  it('finds the table of a resource id, and the subject of an alarm call', () => {
    expect(read({ requestParameters: { resourceId: 'keyspace/a/table/b' } })).toMatchObject({
      keyspace: 'a',
      table: 'b',
    });
    expect(read({ requestParameters: { alarmName: 'busy' } })?.subject).toBe('busy');
    expect(read({ requestParameters: { alarmNames: ['x', 'y'] } })?.subject).toBe('x, y');
    expect(read({ requestParameters: null })).not.toHaveProperty('table');
  });

  it.each(['', '{', 'null', '[]', '7', '{"eventID":"x"}'])('is nothing for %j', (text) => {
    expect(auditEntryOf(text)).toBeUndefined();
  });
});
