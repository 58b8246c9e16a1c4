/** The same request, sent again while it is being answered, shares the answer: a double click costs one call, not two. */
import type { Clock } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { createFlight, type Flight } from './flight.ts';
import { type Ask, meaningOf, type Question } from './question.ts';

export function singleFlight(ask: Ask, { settings, clock }: { settings: () => Settings; clock: Clock }): Ask {
  /** By the request itself: JavaScript compares long texts by their length first, which no hash can beat. */
  const byMeaning = new Map<string, Flight[]>();

  return (question) => {
    const now = clock.now();
    const window = settings().singleFlightWindow * 1000;
    if (window === 0 || question.fresh) return ask(question);
    const meaning = meaningOf(question);
    const flights = byMeaning.get(meaning) ?? [];
    // What comes later is no double but the wish for another answer.
    const same = flights.find(({ first, startedAt }) => isSame(first, question) && now - startedAt < window);
    if (same !== undefined) return same.join(question);

    const flight = createFlight(ask, question, now, () => {
      const others = byMeaning.get(meaning)?.filter((other) => other !== flight) ?? [];
      if (others.length > 0) byMeaning.set(meaning, others);
      else byMeaning.delete(meaning);
    });
    byMeaning.set(meaning, [...flights, flight]);
    return flight.join(question);
  };
}

const isSame = (a: Question, b: Question): boolean =>
  a.client === b.client && a.model === b.model && a.mode === b.mode && a.copy === b.copy;
