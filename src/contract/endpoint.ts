/**
 * What one endpoint of `/api` is, as data. Three read it: the core's routes, the page's client, and the tests' fake. The
 * types of what goes in and out are phantom types: the compiler knows them, and nothing of them is in a bundle.
 */

import type { Power } from './status.ts';

/** What goes in and out as JSON. Without `output` the answer is 204. */
export interface Types {
  readonly body?: unknown;
  /** Each value as its text. */
  readonly query?: unknown;
  readonly output?: unknown;
}

export interface Endpoint<Path extends string = string, T extends Types = Types> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:id` stands for one segment, which is percent-encoded. */
  readonly path: Path;
  /** What it asks of the caller; `by-setting`: as the setting in its path is one of the owner's or not. */
  readonly power: 'open' | 'by-setting' | Power;
  /** Phantom: never there. */
  readonly types?: T;
}

/** Endpoints of one thing, by what they do with it. */
export type Area = Readonly<Record<string, Endpoint>>;

/** Makes endpoints that ask for so much: `client('GET', '/api/keys', types<{ output: KeyView[] }>())`. */
export const askingFor =
  (power: Endpoint['power']) =>
  <Path extends string, T extends Types>(
    method: Endpoint['method'],
    path: Path,
    /** What `types` gives. */
    _: Phantom<T>,
  ): Endpoint<Path, T> => ({ method, path, power });

type Phantom<T> = { readonly types: T } | undefined;

/** Tells the compiler what goes in and out: `types<{ body: Patch; output: View }>()`. */
export const types = <T extends Types = Types>(): Phantom<T> => undefined;

type ParamNames<Path> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | ParamNames<More>
    : Rest
  : never;
type TypesOf<E extends Endpoint> = E extends Endpoint<string, infer T> ? T : never;

/** Decoded, by name. */
export type ParamsOf<E extends Endpoint> = { readonly [Name in ParamNames<E['path']>]: string };
/** Undefined where it takes none. */
export type BodyOf<E extends Endpoint> = TypesOf<E> extends { readonly body: infer Body } ? Body : undefined;
export type QueryOf<E extends Endpoint> = TypesOf<E> extends { readonly query: infer Query } ? Query : undefined;
export type AnswerOf<E extends Endpoint> =
  TypesOf<E> extends { readonly output: infer Output } ? Promise<Output> : Promise<void>;
export type OutputOf<E extends Endpoint> = Awaited<AnswerOf<E>>;

/** One call as its handler gets it. */
export interface Call<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: URLSearchParams;
  readonly body: BodyOf<E>;
}

/** One function for each endpoint: one too many or too few is a type error. */
export type Handlers<A extends Area, Context = void> = {
  readonly [Name in keyof A]: (call: Call<A[Name]>, context: Context) => OutputOf<A[Name]> | AnswerOf<A[Name]>;
};
