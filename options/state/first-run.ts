import { remembered } from './remembered.ts';

/** The address was copied once: whoever did so has most likely put it into a frontend. */
export const copiedAddress = remembered('hajimi.copied-address', ['no', 'yes'], 'no');

/** A request was answered once. The day's count starts anew each day, this does not. */
export const answeredOnce = remembered('hajimi.answered-once', ['no', 'yes'], 'no');
