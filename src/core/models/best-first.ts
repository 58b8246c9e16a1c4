/** Which model to offer first to somebody who has not chosen one. */
import { capabilitiesOf } from './series.ts';

/**
 * Models that write text before others, settled ones before previews, newer before older, and Flash first of its
 * generation: it is the one that every key may use. Otherwise the order stays.
 */
export function bestFirst<Model extends { readonly id: string }>(models: readonly Model[]): Model[] {
  return models
    .map((model) => ({ model, rank: rankOf(model.id) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ model }) => model);
}

/** Smaller is better, the first difference counts. */
function rankOf(id: string): number[] {
  const version = Number(/^gemini-(\d+(?:\.\d+)?)/.exec(id)?.[1] ?? 0);
  const kinds = [/-flash$/, /-pro$/, /-flash-lite$/];
  const kind = kinds.findIndex((one) => one.test(id));
  const writes =
    version > 0 && capabilitiesOf(id).output === 'text' && !/embedding|live|audio|robotics|computer/.test(id);
  return [writes ? 0 : 1, /preview|exp/.test(id) ? 1 : 0, kind < 0 ? 1 : 0, -version, kind];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
