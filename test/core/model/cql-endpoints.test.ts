import { expect, it } from 'vitest';
import { parseCqlEndpoints } from '../../../src/core/model/cql-endpoints.js';

it.each([
  [['127.0.0.1:9042'], { cql: '127.0.0.1:9042' }],
  [
    ['us-east-1=127.0.0.1:9042', 'eu-west-1=[::1]:9043'],
    { cqlOf: { 'us-east-1': '127.0.0.1:9042', 'eu-west-1': '[::1]:9043' } },
  ],
  [['a:1', 'eu-west-1=b:2'], { cql: 'a:1', cqlOf: { 'eu-west-1': 'b:2' } }],
])('%j', (texts, endpoints) => {
  expect(parseCqlEndpoints(texts)).toEqual(endpoints);
});

it.each([
  [['a:1', 'b:2'], 'every Region'],
  [['mars=a:1'], 'not a Region'],
  [['eu-west-1='], 'HOST'],
])('refuses %j', (texts, message) => {
  expect(() => parseCqlEndpoints(texts)).toThrow(message);
});
