import { describe, expect, it } from 'vitest';
import { meantPath } from '../../../../src/core/utils/net/path.ts';

describe('meantPath', () => {
  it.each([
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['//v1//chat///completions', '/v1/chat/completions'],
    ['/v1/v1/chat/completions', '/v1/chat/completions'],
    ['/v1//v1/v1/models', '/v1/models'],
    ['/v1/v1', '/v1'],
    ['/v1/models/', '/v1/models'],
    ['/v1/models//', '/v1/models'],
    ['/', '/'],
    ['//', '/'],
    ['', ''],
  ])('%s is %s', (typed, meant) => {
    expect(meantPath(typed)).toBe(meant);
  });

  it.each(['/v1/v1beta/models', '/v1beta/models', '/v1/models/v1/v1', '/api/v1/v1', '/v1/v10'])(
    '%s is what it says',
    (path) => {
      expect(meantPath(path)).toBe(path);
    },
  );

  it.each(['//v1/v1//models/', '/v1//v1/'])('what %s means, means itself', (typed) => {
    expect(meantPath(meantPath(typed))).toBe(meantPath(typed));
  });
});
