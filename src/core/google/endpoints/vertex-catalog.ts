/** The list of models and single ones, asked of Vertex in AI Studio's words. */
import type { FetchResponse } from '../../ports.ts';
import { readModelPath } from './endpoints.ts';
import { builtInModels, modelList, modelOfAnswer } from './vertex-models.ts';

export const isCatalogPath = (path: string): boolean => readModelPath(path)?.method === '';

/** What Vertex answered, in AI Studio's shape; what is built in where it refused. */
export async function catalogAnswer(path: string, response: FetchResponse): Promise<Response> {
  const model = decodeURIComponent(readModelPath(path)?.model ?? '');
  const answer: unknown = response.ok ? await response.json() : await response.body?.cancel();
  if (model !== '') return Response.json(modelOfAnswer(answer ?? {}, model));
  return Response.json(response.ok ? modelList(answer) : { models: builtInModels });
}
