// Errors as answers cost little, errors as findings tell where they come from.

import { expect, it } from 'vitest';
import { CqlError, ErrorCode, invalid } from '../../../src/core/engine/cql-error.js';

it('an ordinary answer carries no stack, a failure of the server does, and other errors keep theirs', () => {
  expect(invalid('no such column').stack).not.toContain('\n');
  expect(new CqlError(ErrorCode.server, 'unforeseen').stack).toContain('cql-error.test');
  expect(new Error('another').stack).toContain('cql-error.test');
});
