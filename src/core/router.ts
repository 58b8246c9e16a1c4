/** Which row of the table of routes a request is for. */
import { addRoute, createRouter as createMatcher, findRoute } from 'rou3';
import type { Audience } from './access/gate.ts';
import type { Handler } from './context.ts';
import type { ErrorBody } from './dialects/delivery/error-body.ts';
import type { RequestHead } from './exchange.ts';
import type { Side } from './google/endpoints/provider.ts';
import { decodePercent } from './utils/net/url-login.ts';

/** One row of the table of routes. */
export interface Route {
  /** Empty: any. `HEAD` is answered as `GET`, without a body. */
  readonly method: string;
  /** As rou3 writes them: `/v1/models/:id`, `/v1beta/**`. */
  readonly path: string;
  readonly audience: Audience;
  /** Credentials of this side of Google alone may answer; undefined: as the settings say. */
  readonly side?: Side | undefined;
  /**
   * Whether a model answers it, or works later because of it: it is counted among what its caller may ask. Lists, files and
   * counting tokens are free.
   */
  readonly isModelCall: boolean | ((path: string) => boolean);
  readonly handle: Handler;
  /** How its callers are told of an error; as OpenAI does, or Google at Google's own paths, where it is left out. */
  readonly errorBody?: ErrorBody;
}

export interface Found {
  /** Undefined where nothing is: that is refused. */
  readonly route: Route | undefined;
  /** What stands in the place of the variable parts of its path, decoded; what cannot be decoded stays as it is. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  /** @param path as it is routed, see `meantPath` */
  find(method: string, path: string): Found;
  /** Who may ask for a path, whatever the method; undefined where nothing is. */
  audienceOf(path: string): Audience | undefined;
}

export function createRouter(routes: readonly Route[]): Router {
  const matcher = createMatcher<Route>();
  for (const route of routes) addRoute(matcher, route.method, route.path, route);
  const find: Router['find'] = (method, path) => {
    const found = findRoute(matcher, method === 'HEAD' ? 'GET' : method, path);
    return { route: found?.data, params: decoded(found?.params ?? {}) };
  };
  return { find, audienceOf: (path) => (find('GET', path).route ?? find('POST', path).route)?.audience };
}

/** Whether a request counts among what its caller may ask a model. */
export const isModelCall = (
  route: Route | undefined,
  { method, path }: Pick<RequestHead, 'method' | 'path'>,
): boolean =>
  method === 'POST' &&
  (typeof route?.isModelCall === 'function' ? route.isModelCall(path) : (route?.isModelCall ?? false));

const decoded = (params: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodePercent(value)]));
