import { decodePercent } from './url-login.ts';

/**
 * What stands in a path in the places that the pattern names (`/keys/:id`), decoded where it can be; undefined where it
 * does not fit.
 */
export function paramsIn(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const found = new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path);
  if (found === null) return undefined;
  return Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodePercent(text)]));
}
