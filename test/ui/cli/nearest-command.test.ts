import { describe, expect, it } from 'vitest';
import { nearestCommands } from '../../../src/ui/cli/nearest-command.js';

const commands = ['tables list', 'tables delete', 'tables describe', 'targets list', 'top', 'local chaos list'];

describe('commands near a mistyped one', () => {
  it.each([
    [['table', 'list'], ['tables list']],
    [['tables', 'lst'], ['tables list']],
    [['tables', 'ls'], ['tables list']],
    [['tables', 'rm', 'shop.orders'], ['tables delete']],
    [['tpo'], []],
    [['topp'], ['top']],
    [['nothing', 'alike'], []],
  ])('%j: %j', (words, near) => {
    expect(nearestCommands(words, commands)).toEqual(near);
  });
});
