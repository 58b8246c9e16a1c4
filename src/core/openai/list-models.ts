/** `GET /v1/models` and `GET /v1/models/{id}`. */
import type { Services } from '../services.ts';
import { encodeModel, encodeModels } from './models.ts';

export const listModels = async ({ models }: Services, request: Request): Promise<Response> =>
  Response.json(encodeModels(await models.list(request.signal)));

/** @throws {ProxyError} `model_not_found` */
export const getModel = async ({ models }: Services, request: Request, id: string): Promise<Response> =>
  Response.json(encodeModel(await models.get(id, request.signal)));
