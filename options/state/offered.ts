import { bestFirst } from '../../src/contract/models.ts';
import type { Api } from '../api.ts';
import { errorIn } from './chat-stream.ts';

/** The models that a frontend is offered, the one to begin with first. @throws when none could be asked for. */
export async function offeredModels(tryOut: Api['tryOut']): Promise<readonly string[]> {
  const response = await tryOut('/v1/models', { method: 'GET' });
  if (!response.ok) throw new Error(await errorIn(response));
  const { data } = (await response.json()) as { data: ReadonlyArray<{ readonly id: string }> };
  return bestFirst(data).map(({ id }) => id);
}
