import { namedCall } from '../proxied-url.ts';
import { NativeHeaders, setHeader } from '../safe-globals.ts';
import type { XhrRun } from './xhr-run.ts';

/**
 * A request that is open for a relay of RisuAI's kind: only its headers tell whether it is one for Hajimi.
 * @param become makes it one.
 */
export function watchHeaders(become: (url: string, headers: Array<[string, string]>, mime: string) => XhrRun): XhrRun {
  const headers = new NativeHeaders();
  let mime = '';
  return {
    members: {
      setRequestHeader(native, name, value) {
        native();
        setHeader(headers, `${name}`, `${value}`);
      },
      overrideMimeType(native, type) {
        native();
        mime = `${type}`;
      },
      send(native, body) {
        const call = namedCall(headers);
        return call
          ? become(call.url, [...new NativeHeaders(call.headers)], mime).members.send?.(native, body)
          : native();
      },
    },
    leave() {},
    // What natively goes on says so by itself.
    readyState: () => 1,
    mime: () => mime,
  };
}
