import type { FetchResponse } from '../../ports.ts';
import { piecesOf, toWebStream } from '../../utils/streams/web-stream.ts';
import { type Silence, withSilenceTimeout } from './source-timeout.ts';

export interface Patience extends Silence {
  /** Ends the call. */
  giveUp(): void;
}

/**
 * The same answer, given up when it stops: as a stream when no piece comes for so long, in one piece when it is not whole
 * by then. Nothing is wrapped before it is read, for most answers are read in one way only.
 */
export function patient(response: FetchResponse, patience: Patience): FetchResponse {
  const { clock, ms, late, giveUp } = patience;
  let stream: FetchResponse['body'] | undefined;
  const pieces = () => {
    const impatient = piecesOf(response);
    return impatient && withSilenceTimeout(impatient, patience);
  };
  const inTime = <T>(reading: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const letGo = clock.after(ms, () => {
        reject(late());
        giveUp();
      });
      reading.finally(letGo).then(resolve, reject);
    });
  return {
    status: response.status,
    ok: response.ok,
    get headers() {
      return response.headers;
    },
    pieces,
    get body() {
      if (stream === undefined) {
        const source = pieces();
        stream = source === undefined ? null : toWebStream(source);
      }
      return stream;
    },
    json: () => inTime(response.json()),
    text: () => inTime(response.text()),
  };
}
