import { describe, expect, it } from 'vitest';
import {
  decodeDuration,
  durationText,
  encodeDuration,
  parseDuration,
  validateDuration,
} from '../../../../src/core/engine/types/duration.js';

describe('durations', () => {
  it.each([
    ['1y2mo3d4h5m6s7ms8us9ns', '1y2mo3d4h5m6s7ms8us9ns'],
    ['-14mo', '-1y2mo'],
    ['3w2d', '23d'],
    ['1µs', '1us'],
    ['P1Y2M3DT4H5M6S', '1y2mo3d4h5m6s'],
    ['P0001-02-03T04:05:06', '1y2mo3d4h5m6s'],
    ['P', '0ns'],
  ])('%s is %s', (text, expected) => {
    const read = parseDuration(text);
    expect(durationText(read)).toBe(expected);
    expect(decodeDuration(encodeDuration(read))).toEqual(read);
  });

  it.each([
    ['1d1y', 'Invalid duration. The days should be after years'],
    ['1s1s', 'Invalid duration. The seconds are specified multiple times'],
    ['2147483648d', 'Invalid duration. The total number of days must be less or equal to 2147483647'],
    [
      '2562047h47m16s854ms775us808ns',
      'Invalid duration. The total number of nanoseconds must be less or equal to 2147483647',
    ],
    ['-1x', "Unable to convert '1x' to a duration"],
    ['', "Unable to convert '' to a duration"],
    ['1d1d x', 'Invalid duration. The days are specified multiple times'],
  ])('%s is refused', (text, message) => {
    expect(() => parseDuration(text)).toThrow(message);
  });

  it.each([
    ['fffffffffffffffffe0200', 'The duration months must be a 32 bits integer but was: 9223372036854775807'],
    ['00fffffffffffffffffe00', 'The duration days must be a 32 bits integer but was: 9223372036854775807'],
    ['020100', 'The duration months, days and nanoseconds must be all of the same sign (1, -1, 0)'],
  ])('bytes %s are refused', (hex, message) => {
    expect(() => validateDuration(Buffer.from(hex, 'hex'))).toThrow(message);
  });
});
