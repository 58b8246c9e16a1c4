/** The typed client of `/api/*`, made of the table in `src/contract/endpoints.ts`. How a call gets there is the shell's. */

import type { AnswerOf, Area, BodyOf, Endpoint, ParamsOf, QueryOf } from '../src/contract/endpoint.ts';
import { type Endpoints, endpoints } from '../src/contract/endpoints.ts';
import { errorMessageIn } from './format/read-json.ts';

/** Answers a request to `/api/...`; rejects only when nothing answers at all. */
export type AdminFetch = (path: string, init: RequestInit) => Promise<Response>;

/** What the API, or the way to it, said went wrong. `status` is the HTTP status, 0 where nothing answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Known<T> = T extends undefined ? [] : [T];
/** The part of the path that the caller fills in, then the body or the query. */
type Arguments<E extends Endpoint> = [
  ...([keyof ParamsOf<E>] extends [never] ? [] : [parameter: string]),
  ...Known<BodyOf<E>>,
  ...Known<QueryOf<E>>,
];

/** `api.keys.update(id, { enabled })`: each rejects with an `ApiError`. */
export type Api = {
  readonly [Name in keyof Endpoints]: {
    readonly [Method in keyof Endpoints[Name]]: Endpoints[Name][Method] extends infer E extends Endpoint
      ? (...args: Arguments<E>) => AnswerOf<E>
      : never;
  };
} & {
  /** Calls the model API as a frontend would. Resolves with whatever it answers; its body may be a stream. */
  tryOut(path: string, init: RequestInit): Promise<Response>;
};

/** @param language of the error messages, asked for with each request. */
export function createApi(fetch: AdminFetch, language: () => string): Api {
  async function call({ method, path }: Endpoint, given: unknown[]): Promise<unknown> {
    const filled = path.replace(/:\w+/, () => encodeURIComponent(String(given.shift())));
    const [input] = given;
    const headers: Record<string, string> = { 'accept-language': language() };
    const init: RequestInit = { method, headers };
    const query = method === 'GET' && input !== undefined ? `?${new URLSearchParams({ ...input })}` : '';
    if (method !== 'GET' && input !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(input);
    }
    const response = await fetch(filled + query, init).catch((cause: unknown) => {
      throw new ApiError(cause instanceof Error ? cause.message : String(cause), 0, { cause });
    });
    if (!response.ok) throw await apiErrorOf(response);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }
  const mapped = <T, R>(table: Readonly<Record<string, T>>, to: (value: T) => R): Record<string, R> =>
    Object.fromEntries(Object.entries(table).map(([name, value]) => [name, to(value)]));
  const clientOf = (area: Area) =>
    mapped(
      area,
      (endpoint) =>
        (...given: unknown[]) =>
          call(endpoint, given),
    );
  return {
    ...mapped<Area, unknown>(endpoints, clientOf),
    tryOut: (path: string, init: RequestInit) =>
      fetch(`/api/try${path}`, {
        ...init,
        headers: { 'content-type': 'application/json', 'accept-language': language(), ...init.headers },
      }),
  } as Api;
}

/** What a refusal says of itself. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  return new ApiError(errorMessageIn(await response.text()) ?? `HTTP ${response.status}`, response.status);
}
