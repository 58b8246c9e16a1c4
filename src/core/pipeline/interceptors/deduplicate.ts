/**
 * Request coalescing: the same call, sent again while it is being answered, shares the answer. A double click costs one
 * call, not two.
 */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Clock } from '../../ports.ts';
import { sameDetached } from '../../utils/json/detached-payloads.ts';
import { type GenerateCall, type Interceptor, meaningOf } from '../call.ts';
import { createInFlight, type InFlight } from './in-flight.ts';

export function deduplicate({
  settings,
  clock,
}: {
  readonly settings: () => Settings;
  readonly clock: Clock;
}): Interceptor {
  /** By the length of the request: as the key of a map all of a long text would be hashed. */
  const byLength = new Map<number, InFlight[]>();

  const window = () => settings().singleFlightWindow * 1000;

  const around: Interceptor['around'] = (next) => (call) => {
    const { length } = meaningOf(call);
    const open = byLength.get(length);
    // What comes later is no double but the wish for another answer.
    const same = open?.find((one) => one.isOpen() && isSame(one.first, call));
    if (same !== undefined) return same.join(call);

    const closesAt = clock.now() + window();
    const isOpen = () => clock.now() < closesAt;
    const inFlight = createInFlight(next, call, isOpen, () => {
      const others = byLength.get(length)?.filter((other) => other !== inFlight) ?? [];
      if (others.length > 0) byLength.set(length, others);
      else byLength.delete(length);
    });
    if (open === undefined) byLength.set(length, [inFlight]);
    else open.push(inFlight);
    return inFlight.join(call);
  };

  return { applies: ({ noCache }) => window() > 0 && !noCache, around };
}

const isSame = (a: GenerateCall, b: GenerateCall): boolean =>
  a.client === b.client &&
  a.model === b.model &&
  a.mode === b.mode &&
  a.kinds === b.kinds &&
  a.copy === b.copy &&
  isSameText(meaningOf(a), meaningOf(b)) &&
  sameDetached(a.detached, b.detached);

/**
 * Conversations of one length differ in their last turn, which stands near the end, and not in the hundreds before it: of
 * 600 KB all would be compared with each request under way, a fifth of what such a request cost.
 */
const isSameText = (a: string, b: string): boolean => a.slice(-END) === b.slice(-END) && a === b;

/** Letters. Settings of the answer come behind the last turn, and a schema among them may be long. */
const END = 8 * 1024;
