import { ContentError } from '../../../core/store/content-error.ts';
import { StorageError } from '../lock.ts';

/** What Redis answers. Its errors are told without the command that failed, which holds what was to be stored. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ContentError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError({ en: `Redis did not answer: ${reason}`, zh: `Redis 没有响应：${reason}` });
  }
}
