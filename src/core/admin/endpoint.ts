/** How the core answers an endpoint of `src/contract/endpoints.ts`: a check of its body and a function. */

import type * as v from 'valibot';
import type { Area, BodyOf, Endpoint, Handlers } from '../../contract/endpoint.ts';
import type { Power } from '../../contract/status.ts';
import type { Caller } from '../ports.ts';
import type { Ending } from '../utils/ending.ts';

/** What a handler may know of the request besides what was sent. */
export interface AdminContext {
  readonly caller: Caller;
  /** How far the password that was shown goes; the endpoint's own demand is met. Where that is `open`, nobody asked. */
  readonly power: Power;
  /** Comes when the client leaves. */
  readonly ending: Ending;
  /** What the word opens that stands where a password does. @throws {ProxyError} `too_many_passwords` */
  opened<T>(opens: (word: string) => T | undefined): T | undefined;
}

const MIB = 1024 * 1024;

/** How a body is checked before its handler sees it. */
export interface BodyCheck<Body> {
  readonly schema: v.GenericSchema<unknown, Body>;
  /** In bytes. */
  readonly limit: number;
}

/** @param mib the most that the body may have, in MiB; most are short. */
export const body = <Body>(schema: v.GenericSchema<unknown, Body>, mib = 1): BodyCheck<Body> => ({
  schema,
  limit: mib * MIB,
});

/** One check for each endpoint that takes a body: one too many or too few is a type error. */
export type Bodies<A extends Area> = {
  readonly [Name in keyof A as undefined extends BodyOf<A[Name]> ? never : Name]: BodyCheck<BodyOf<A[Name]>>;
};

/** One endpoint with what answers it, whatever its types. */
export interface AdminRoute extends Omit<Endpoint, 'types'> {
  /** Undefined where it takes no body. */
  readonly body: BodyCheck<unknown> | undefined;
  handle(call: AdminCall, context: AdminContext): unknown;
}

export interface AdminCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** As the check gives it; undefined without one. */
  readonly body: unknown;
}

type Filled<T> = { readonly [Name in keyof T as keyof T[Name] extends never ? never : Name]: T[Name] };

/** What answers the areas of a table; undefined for one that is not there. */
export type AreaHandlers<T extends Areas> = {
  readonly [Name in keyof T]: Handlers<T[Name], AdminContext> | undefined;
};
/** The checks of all areas in which something takes a body. */
export type AreaBodies<T extends Areas> = Filled<{ readonly [Name in keyof T]: Bodies<T[Name]> }>;
type Areas = Readonly<Record<string, Area>>;

/** Every endpoint of a table with what answers it. */
export function routesOf<T extends Areas>(
  table: T,
  handlers: AreaHandlers<T>,
  bodies: AreaBodies<T>,
): readonly AdminRoute[] {
  type ByName<V> = Readonly<Record<string, Readonly<Record<string, V>> | undefined>>;
  const handleBy = handlers as ByName<AdminRoute['handle']>;
  const bodyBy = bodies as ByName<BodyCheck<unknown>>;
  return Object.entries(table).flatMap(([area, endpoints]) =>
    Object.entries(endpoints).flatMap(([name, endpoint]) => {
      const handle = handleBy[area]?.[name];
      return handle === undefined ? [] : [{ ...endpoint, body: bodyBy[area]?.[name], handle }];
    }),
  );
}
