import type { Answer } from '../rpc/client.ts';
import { NativeResponse } from './safe-globals.ts';

/** A genuine `Response` with the two things that a page cannot give one: its `url`, and an abort that keeps its reason. */
class VirtualResponse extends NativeResponse {
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(body: ReadableStream | null, init: ResponseInit, url: string, signal: AbortSignal) {
    super(body, init);
    this.#url = url;
    this.#signal = signal;
  }

  override get url() {
    return this.#url;
  }
  override get type() {
    return 'cors' as const;
  }
  override arrayBuffer() {
    return this.#read(super.arrayBuffer());
  }
  override blob() {
    return this.#read(super.blob());
  }
  override bytes() {
    return this.#read(super.bytes());
  }
  override formData() {
    return this.#read(super.formData());
  }
  override json() {
    return this.#read(super.json());
  }
  override text() {
    return this.#read(super.text());
  }
  override clone() {
    const copy = super.clone();
    return new VirtualResponse(copy.body, copy, this.#url, this.#signal);
  }

  /** Chromium rejects these with "TypeError: Failed to fetch" when the stream errors, whatever it errors with. */
  async #read<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      throw this.#signal.aborted ? this.#signal.reason : error;
    }
  }
}

// So that `response.constructor` is `Response`, as on any other response.
Reflect.deleteProperty(VirtualResponse.prototype, 'constructor');

/**
 * @param url of the request, without its fragment.
 * @param signal of the request.
 */
export const createResponse = ({ head, body }: Answer, url: string, signal: AbortSignal): Response =>
  new VirtualResponse(body, head, url, signal);
