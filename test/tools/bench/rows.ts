/** The table: which figures are measured, and what they are compared with. */
import { median, type Round, short, values } from './figures.ts';

export interface Row {
  readonly title: string;
  readonly scenario: string;
  readonly figure: string;
  /** What is compared: the ratio to the floor, the difference to it, or the figure alone. */
  readonly as: 'ratio' | 'difference' | 'alone';
  readonly goal: string;
  /** Who is measured; default `relay`. */
  readonly ours?: string;
  /** Who does the least that can be done; default `passthrough`. */
  readonly floor?: string;
}

/** All rounds, by who was measured and the scenario. */
export interface Measured {
  keep(name: string, scenario: string, round: Round): void;
  rounds(name: string, scenario: string): readonly Round[];
  toJSON(): object;
}

export function createMeasured(): Measured {
  const measured = new Map<string, Round[]>();
  return {
    keep(name, scenario, round) {
      const all = measured.get(`${name} ${scenario}`) ?? [];
      measured.set(`${name} ${scenario}`, [...all, round]);
    },
    rounds: (name, scenario) => measured.get(`${name} ${scenario}`) ?? [],
    toJSON: () => Object.fromEntries(measured),
  };
}

/** Title, floor, ours, comparison and goal: medians, of the comparison the median over rounds of the same time. */
export function cells(
  { title, scenario, figure, as, goal, ours = 'relay', floor = 'passthrough' }: Row,
  all: Measured,
) {
  const own = values(all.rounds(ours, scenario), figure);
  const least = values(all.rounds(floor, scenario), figure);
  const pairs = own.map((value, round) => {
    const base = least[round] ?? Number.NaN;
    return as === 'ratio' ? value / base : as === 'difference' ? value - base : value;
  });
  return [title, short(median(least)), short(median(own)), short(median(pairs)), goal];
}
