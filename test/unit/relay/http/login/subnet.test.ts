import { expect, test } from 'vitest';
import { subnet } from '../../../../../src/relay/http/login/subnet.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:db8:1:2:ffff::', '2001:db8:1:2'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['1:2:3:4:5:6:7:8:9::10', '1:2:3:4'],
])('%s is one of the subscriber with %s', (address, expected) => {
  expect(subnet(address)).toBe(expected);
});
