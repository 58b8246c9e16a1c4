/** The same request, sent again while it is being answered, shares the answer: a double click costs one call, not two. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Clock } from '../../ports.ts';
import { sameLifted } from '../../utils/json/detached-payloads.ts';
import { type Ask, meaningOf, type Question } from '../call.ts';
import { createFlight, type Flight } from './in-flight.ts';

export function singleFlight(ask: Ask, { settings, clock }: { settings: () => Settings; clock: Clock }): Ask {
  /** By the length of the request: as the key of a map all of a long text would be hashed. */
  const byLength = new Map<number, Flight[]>();

  return (question) => {
    const window = () => settings().singleFlightWindow * 1000;
    if (window() === 0 || question.fresh) return ask(question);
    const { length } = meaningOf(question);
    const flights = byLength.get(length) ?? [];
    // What comes later is no double but the wish for another answer.
    const same = flights.find((flight) => flight.isOpen() && isSame(flight.first, question));
    if (same !== undefined) return same.join(question);

    const startedAt = clock.now();
    const isOpen = () => clock.now() - startedAt < window();
    const flight = createFlight(ask, question, isOpen, () => {
      const others = byLength.get(length)?.filter((other) => other !== flight) ?? [];
      if (others.length > 0) byLength.set(length, others);
      else byLength.delete(length);
    });
    byLength.set(length, [...flights, flight]);
    return flight.join(question);
  };
}

const isSame = (a: Question, b: Question): boolean =>
  a.client === b.client &&
  a.model === b.model &&
  a.mode === b.mode &&
  a.kinds === b.kinds &&
  a.copy === b.copy &&
  isSameText(meaningOf(a), meaningOf(b)) &&
  sameLifted(a.lifted, b.lifted);

/**
 * Conversations of one length differ in their last turn, which stands near the end, and not in the hundreds before it: of
 * 600 KB all would be compared with each request under way, a fifth of what such a request cost.
 */
const isSameText = (a: string, b: string): boolean => a.slice(-END) === b.slice(-END) && a === b;

/** Letters. Settings of the answer come behind the last turn, and a schema among them may be long. */
const END = 8 * 1024;
