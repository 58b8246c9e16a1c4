import type { RequestDetails, RequestRecord } from '../../src/contract/log.ts';
import { parseJson } from '../format/read-json.ts';

export interface LogFilter {
  /** Part of the client, model, path or error; letter case does not count. */
  readonly search: string;
  /** Only what did not go well. */
  readonly troubled: boolean;
}

/** A request that failed, was cut short, or needed more than one key. */
export const isTroubled = ({ status, cutShort, attempts }: RequestRecord): boolean =>
  status >= 400 || cutShort === true || attempts.some(({ failure }) => failure !== undefined);

export function filterLog(records: readonly RequestRecord[], { search, troubled }: LogFilter): RequestRecord[] {
  const wanted = search.trim().toLowerCase();
  return records.filter(
    (record) =>
      (!troubled || isTroubled(record)) &&
      [record.client, record.model ?? '', record.path, record.error?.en ?? '', record.error?.zh ?? ''].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  );
}

/**
 * The same records as `fresh`, each that was known as the very object that it was: what is written in the log does not
 * change, and a row is drawn again only for another object.
 */
export function withKnown(known: readonly RequestRecord[], fresh: readonly RequestRecord[]): RequestRecord[] {
  const before = new Map(known.map((record) => [record.id, record]));
  return fresh.map((record) => before.get(record.id) ?? record);
}

/** `{"a":1}` on lines of its own; what is no JSON, such as a stream, as it is. */
export function readable(text: string): string {
  const value = parseJson(text);
  return value === undefined ? text : JSON.stringify(value, undefined, 2);
}

/**
 * The request as a command for a shell. The password is left to the person who runs it.
 * @param endpoint as a person types it into a frontend, ending in `/v1`.
 */
export function curlOf({ method, path, bodies }: RequestDetails, endpoint: string): string {
  const { origin } = new URL(endpoint);
  const lines = [`curl ${quote(origin + path)}`, `-X ${method}`, '-H "Authorization: Bearer $HAJIMI_PASSWORD"'];
  if (bodies?.request) lines.push(`-H 'Content-Type: application/json'`, `-d ${quote(bodies.request)}`);
  return lines.join(' \\\n  ');
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
