import { describe, expect, it } from 'vitest';
import { queryForm, readQuery } from '../../../../src/core/engine/server/wire-query.js';
import { cloudWatchService } from '../../../../src/core/engine/server/wire-services.js';

const service = cloudWatchService({ call: async () => ({}) });
const read = (text: string) => readQuery(new URLSearchParams(text), service.query!);

describe('the Query form', () => {
  it('reads nested lists in the order of their numbers', () => {
    const stat = 'MetricDataQueries.member.1.MetricStat';
    expect(
      read(
        `Action=GetMetricData&Version=2010-08-01&${stat}.Period=60&${stat}.Metric.Dimensions.member.2.Name=b&` +
          `${stat}.Metric.Dimensions.member.1.Name=a&MetricDataQueries.member.1.ReturnData=false&NextToken=60&` +
          'MetricDataQueries.member.10.Id=z&MetricDataQueries.member.2.Id=y',
      ),
    ).toEqual({
      MetricDataQueries: [
        { MetricStat: { Period: 60, Metric: { Dimensions: [{ Name: 'a' }, { Name: 'b' }] } }, ReturnData: false },
        { Id: 'y' },
        { Id: 'z' },
      ],
      NextToken: '60',
    });
  });

  it.each([
    ['__proto__.polluted=1'],
    ['constructor.prototype.polluted=1'],
    ['a=1&a.b=2'],
    ['a.b=2&a=1'],
    [`${'a.'.repeat(10_000)}b=1`],
    ['=1&.=2&..=3'],
    ['Period=NaN'],
  ])('takes %s without harm', (text) => {
    read(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('writes XML that holds any text', () => {
    const call = { service, operation: 'ListMetrics', input: {} };
    const { body } = queryForm.output(call, { Label: '<a>&"\'\u0000\u0007é', Absent: undefined, Empty: [] }, 'id');
    expect(body.toString('utf8')).toContain(
      '<ListMetricsResult><Label>&lt;a&gt;&amp;&quot;&apos;é</Label><Empty></Empty></ListMetricsResult>',
    );
  });
});
