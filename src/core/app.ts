/** The one list of steps that each request passes, whichever of the routes it is for. */
import type { InForce, Settings } from '../contract/settings/table.ts';
import type { RequestLimits } from './access/clients/limit-requests.ts';
import type { Audience, Gate } from './access/gate.ts';
import type { RequestContext } from './context.ts';
import type { ClientError } from './dialects/delivery/client-error.ts';
import { errorBodyAt } from './dialects/delivery/error-body.ts';
import { errorHeaders, ProxyError } from './errors.ts';
import { type Exchange, isPieces, jsonReply, type Reply, type RequestHead } from './exchange.ts';
import { kindsOfSide } from './google/endpoints/provider.ts';
import { languageOf } from './language.ts';
import type { Recorder, Recording } from './log/record-requests.ts';
import { createTrace } from './log/trace.ts';
import type { Caller, Clock } from './ports.ts';
import type { Route } from './router.ts';
import { createRouter, type Found, isModelCall } from './router.ts';
import { meantPath } from './utils/net/path.ts';

export interface App {
  /** Never rejects: every failure is a reply in the caller's dialect. */
  answer(exchange: Exchange): Promise<Reply>;
  /**
   * The first steps alone, for a call that no reply answers, such as a WebSocket: lets its caller in, and counts the call
   * among the caller's own.
   * @returns who it is: a named client by its name
   * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`, `forbidden`, `unknown_path`, `client_limit`,
   *   `allowance_spent`
   */
  admit(request: RequestHead, caller: Caller): Promise<Caller>;
  /** Tells of an error from before the app, such as the shell's own, as the dialect of the path tells of its errors. */
  refuse(error: ProxyError, request: RequestHead): Reply;
  /** Who may ask for a path; undefined where nothing is. @param path as it is routed */
  audienceOf(path: string): Audience | undefined;
}

export interface AppDeps {
  readonly routes: readonly Route[];
  readonly gate: Gate;
  readonly limits: RequestLimits;
  readonly recorder: Recorder;
  readonly clientError: ClientError;
  readonly settings: () => Settings;
  /** The settings as they are for one caller. */
  readonly settingsFor: (caller: Caller) => InForce;
  readonly clock: Pick<Clock, 'now'>;
}

/** What no route answers is refused: to clients as unknown, to whoever is none as to anybody without a password. */
const unknown = ({ method, path }: RequestHead): never => {
  throw new ProxyError('unknown_path', { method, path });
};

export function createApp(deps: AppDeps): App {
  const { gate, limits, recorder, clientError, settings, settingsFor, clock } = deps;
  const { find, audienceOf } = createRouter(deps.routes);

  /** The same under the path that was meant, which is the one that is routed, judged and told. */
  const asRouted = <Head extends RequestHead>(request: Head): Head => {
    const path = meantPath(request.path);
    return path === request.path ? request : { ...request, path };
  };

  /** From the gate on: what is thrown here is told to the caller. */
  async function pass(exchange: Exchange, { route, params }: Found, isPreflight: boolean, step: Steps): Promise<Reply> {
    // Browsers send a preflight without credentials; there is nothing in its answer to protect.
    const isFree = isPreflight && (route === undefined || route.audience === 'client');
    const admitted = isFree
      ? { caller: exchange.caller, power: undefined }
      : await gate.admit(exchange, exchange.caller, route?.audience, () => step.admitted());
    if (isPreflight) return { status: 204, headers: { allow: 'GET, POST, OPTIONS' }, body: null };
    const { caller, power } = admitted;
    step.caller = caller;
    step.isOwners = power !== undefined;
    const counting = step.isCounted ? limits.count(caller) : undefined;
    if (counting !== undefined) await counting;
    const inForce = settingsFor(caller);
    const context: RequestContext = {
      caller,
      power,
      settings: inForce,
      language: languageOf(exchange, inForce),
      trace: step.recording?.trace ?? createTrace(false),
      kinds: route?.side && kindsOfSide[route.side],
      ending: exchange.ending,
      arrivedAt: step.arrivedAt,
    };
    return (route?.handle ?? unknown)(step.recording?.readAlong(exchange) ?? exchange, context, params);
  }

  const told = (error: ProxyError, request: RequestHead, route: Route | undefined): Reply => {
    const body = (route?.errorBody ?? errorBodyAt(request.path))(error, languageOf(request, settings()));
    return jsonReply(body, errorHeaders(error), error.status);
  };

  function refusal(thrown: unknown, exchange: Exchange, route?: Route, recording?: Recording): Reply {
    const error = clientError(thrown, exchange.ending);
    if (recording !== undefined) recording.trace.error ??= error;
    return told(error, exchange, route);
  }

  return {
    audienceOf,

    answer,

    refuse(error, asking) {
      const request = asRouted(asking);
      return told(error, request, find(request.method, request.path).route);
    },

    async admit(request, asking) {
      const head = asRouted(request);
      const { caller } = await gate.admit(head, asking, audienceOf(head.path));
      await limits.count(caller);
      return caller;
    },
  };

  /**
   * `/api/try/*`: the config page tries the model API without knowing its password, which may be another than the owner's.
   * Who showed that of the model API is a client there as well.
   * @param path below `/api/try`
   */
  async function tryModels(exchange: Exchange, path: string): Promise<Reply> {
    try {
      const { caller, power } = await gate.admit(exchange, exchange.caller, 'owner');
      // What the owner may do stands at one address only, so that one rule can be told for it.
      if (audienceOf(meantPath(path)) !== 'client') return unknown(exchange);
      const reply = await answer({ ...exchange, path, caller: power === 'owner' ? OWNER : caller });
      return withHeaders(reply, NOT_KEPT);
    } catch (thrown) {
      return refusal(thrown, exchange);
    }
  }

  async function answer(asked: Exchange): Promise<Reply> {
    const exchange = asRouted(asked);
    const { method, path } = exchange;
    const tried = inTrial(path);
    if (tried !== undefined) return tryModels(exchange, tried);
    const found = find(method, path);
    const isPreflight = method === 'OPTIONS';
    const isCounted = isModelCall(found.route, exchange);
    // What the owner does is in no log and under no limit. Browsers ask before they ask; nobody wants to read of it.
    const isClients = isForClients(found.route);
    const recording = isClients && !isPreflight ? recorder.begin(exchange) : undefined;
    const step: Steps = {
      caller: exchange.caller,
      isOwners: false,
      isCounted,
      arrivedAt: clock.now(),
      recording,
      admitted() {
        if (recording !== undefined) recording.trace.admitted = true;
      },
    };
    let reply: Reply;
    try {
      reply = await pass(exchange, found, isPreflight, step);
    } catch (thrown) {
      reply = refusal(thrown, exchange, found.route, recording);
    }
    // A refusal tells as much of the limits as an answer.
    if (isCounted) reply = withHeaders(reply, limits.headers(step.caller));
    if (step.isOwners || path === LOGIN) reply = withHeaders(reply, NOT_KEPT);
    if (method === 'HEAD') reply = withoutBody(reply);
    return recording?.finish(reply, step.caller) ?? reply;
  }
}

/** What is known of a request by now. */
interface Steps {
  caller: Caller;
  /** It was let in to one of the owner's paths. */
  isOwners: boolean;
  /** It counts among what its caller may ask a model. */
  readonly isCounted: boolean;
  readonly arrivedAt: number;
  readonly recording: Recording | undefined;
  admitted(): void;
}

const TRY = '/api/try';
const OWNER: Caller = { id: 'hajimi', trust: 'owner' };
const NOT_KEPT = { 'cache-control': 'no-store' };

/** Undefined for a path that is none of the page's trials. */
const inTrial = (path: string): string | undefined =>
  path === TRY || path.startsWith(`${TRY}/`) ? path.slice(TRY.length) || '/' : undefined;

/** What it answers is the owner's password. */
const LOGIN = '/api/login';

const withHeaders = (reply: Reply, headers: Reply['headers']): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});

/** Of what is not there clients are told, too. */
const isForClients = (route: Route | undefined): boolean =>
  route === undefined || route.audience === 'client' || route.audience === 'site';

function withoutBody(reply: Reply): Reply {
  if (isPieces(reply.body)) reply.body.cancel(new DOMException('This answer has no body', 'AbortError'));
  return { ...reply, body: null };
}
