import { isPromise, type MaybePromise, type Source } from './source.ts';

export interface Shared<T> {
  /** A further reader, from the beginning. @throws {Error} when it comes too late. */
  read(): Source<T>;
}

export interface Sharing {
  /** Whether somebody new may still come. */
  isOpen(): boolean;
  /** Whether somebody has been told that it may read, and has not begun. */
  isExpected?(): boolean;
  /** Once: nobody new shall come, for it is too late, or the source has ended, failed or was cancelled. */
  onOver?(): void;
}

/** What the source answered in one place of the stream. */
type Answer<T> = { readonly item: T } | { readonly error: unknown } | 'end';

/** A place in the stream. What every reader has passed is held by nobody. */
interface Place<T> {
  isAsked: boolean;
  answer: Answer<T> | undefined;
  /** Those who wait for the answer. */
  waiting: (() => void)[] | undefined;
  next: Place<T> | undefined;
}

const createPlace = <T>(): Place<T> => ({ isAsked: false, answer: undefined, waiting: undefined, next: undefined });

/**
 * Multicast with replay: one stream for several readers, each of whom gets all of it at a pace of its own. The source is
 * read as fast as its fastest reader, and what was read is kept for the slower ones, and as long as others may come: of 500
 * slow streams all that had been said so far was a quarter of the memory. An error reaches all, each after what came before
 * it. With its last reader the source is cancelled, also where somebody new might have come, unless one is expected.
 */
export function share<T>(source: Source<T>, { isOpen, isExpected, onOver }: Sharing): Shared<T> {
  let beginning: Place<T> | undefined = createPlace();
  /** How many have not left. */
  let readers = 0;
  let isOver = false;

  function over(): void {
    if (!isOver) onOver?.();
    isOver = true;
  }

  function answered(place: Place<T>, answer: Answer<T>): void {
    place.answer = answer;
    if (answer === 'end' || 'error' in answer) over();
    for (const wake of place.waiting ?? []) wake();
    place.waiting = undefined;
  }

  function ask(place: Place<T>): void {
    if (!isOpen() && !isExpected?.()) {
      beginning = undefined;
      over();
    }
    place.isAsked = true;
    const arrived = (item: T | undefined) => answered(place, item === undefined ? 'end' : { item });
    const failed = (error: unknown) => answered(place, { error });
    let item: MaybePromise<T | undefined>;
    try {
      item = source.next();
    } catch (error) {
      failed(error);
      return;
    }
    if (isPromise(item)) item.then(arrived, failed);
    else arrived(item);
  }

  function createReader(from: Place<T>): Source<T> {
    /** Undefined once it has the end or an error, or has left. */
    let place: Place<T> | undefined = from;
    let stopWaiting: (() => void) | undefined;
    readers++;

    function take(answer: Answer<T>, at: Place<T>): T | undefined {
      if (answer === 'end' || 'error' in answer) {
        place = undefined;
        if (answer === 'end') return undefined;
        throw answer.error;
      }
      at.next ??= createPlace();
      place = at.next;
      return answer.item;
    }

    function wait(at: Place<T>): Promise<T | undefined> {
      return new Promise((resolve, reject) => {
        const wake = () => {
          stopWaiting = undefined;
          try {
            resolve(at.answer && take(at.answer, at));
          } catch (error) {
            reject(error);
          }
        };
        stopWaiting = () => {
          at.waiting = at.waiting?.filter((other) => other !== wake);
          resolve(undefined);
        };
        if (at.waiting === undefined) at.waiting = [wake];
        else at.waiting.push(wake);
      });
    }

    return {
      next() {
        if (place === undefined) return undefined;
        if (!place.isAsked) ask(place);
        return place.answer === undefined ? wait(place) : take(place.answer, place);
      },
      cancel(reason) {
        if (place === undefined) return;
        place = undefined;
        stopWaiting?.();
        readers--;
        if (readers > 0 || isExpected?.()) return;
        beginning = undefined;
        source.cancel(reason);
        over();
      },
    };
  }

  return {
    read() {
      if (beginning === undefined) throw new Error('It is too late to read this from its beginning');
      return createReader(beginning);
    },
  };
}
