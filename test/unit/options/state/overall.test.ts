import { expect, test } from 'vitest';
import { overallOf } from '../../../../options/state/overall.ts';

const none = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };

test.each([
  [{ usable: 1, cooling: 9, unusable: 9, disabled: 9 }, 'works'],
  [{ cooling: 1, unusable: 9, disabled: 9 }, 'cooling'],
  [{ unusable: 1, disabled: 9 }, 'unusable'],
  [{ disabled: 1 }, 'disabled'],
  [{}, 'no-keys'],
] as const)('%j: %s', (keys, overall) => {
  expect(overallOf({ keys: { ...none, ...keys } })).toBe(overall);
});
