import type { StatusView } from '../../src/contract/status.ts';

/** How it goes as a whole, worst reason first that a person can mend. */
export type Overall = 'works' | 'no-keys' | 'cooling' | 'unusable' | 'disabled';

export function overallOf({ keys }: Pick<StatusView, 'keys'>): Overall {
  if (keys.usable > 0) return 'works';
  if (keys.cooling > 0) return 'cooling';
  if (keys.unusable > 0) return 'unusable';
  return keys.disabled > 0 ? 'disabled' : 'no-keys';
}

export const totalKeys = ({ keys }: Pick<StatusView, 'keys'>): number =>
  keys.usable + keys.cooling + keys.unusable + keys.disabled;
