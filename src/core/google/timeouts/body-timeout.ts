import type { Clock, FetchResponse } from '../../ports.ts';
import { readerOf, streamOf } from '../../utils/streams/body-reader.ts';
import { patientReader } from './body-reader-timeout.ts';

/** How long an answer that has begun may be silent, and what happens then. */
export interface Patience {
  readonly clock: Clock;
  readonly ms: number;
  /** What the reader is told. */
  late(): Error;
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
  const reader = () => {
    const impatient = readerOf(response);
    return impatient && patientReader(impatient, clock, ms, late);
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
    reader,
    get body() {
      if (stream === undefined) {
        const one = reader();
        stream = one === undefined ? null : streamOf(one);
      }
      return stream;
    },
    json: () => inTime(response.json()),
    text: () => inTime(response.text()),
  };
}
