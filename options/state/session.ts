import { type ReadonlySignal, signal } from '@preact/signals';
import type { Endpoint, OutputOf } from '../../src/contract/endpoint.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import { type AdminFetch, apiErrorOf } from '../api.ts';
import type { Shell } from '../shell/shell.ts';

/** What became of a word that was tried as the owner's password; `client`: it is that of the frontends. */
export type OwnersWord = 'right' | 'client' | 'wrong';

export interface Session {
  readonly fetch: AdminFetch;
  /** True from the first 401 until `unlock`: the page then asks for the password. */
  readonly locked: ReadonlySignal<boolean>;
  unlock(): void;
  /** Whether something waits for the owner's password: it goes on with `tryAsOwner`, or is refused with `decline`. */
  readonly asksOwner: ReadonlySignal<boolean>;
  /** Keeps the word for the session where it is right. Rejects when nothing answers, or not in this moment. */
  tryAsOwner(word: string): Promise<OwnersWord>;
  decline(): void;
  /** Signs in with the code of a link; it works once. Resolves to whether it did. */
  redeem(code: string): Promise<boolean>;
  /** The last link was used before, or is too old. */
  readonly linkFailed: ReadonlySignal<boolean>;
  /** Absent where no password guards the API. */
  readonly signOut?: () => void;
}

export function createSession(shell: Shell): Session {
  const locked = signal(false);
  const linkFailed = signal(false);
  const { password } = shell;
  const owner = createOwnerQuestion();
  const unlock = () => {
    locked.value = false;
    linkFailed.value = false;
  };
  if (!password) {
    const wrong = async () => 'wrong' as const;
    const { asked: asksOwner } = owner;
    return {
      fetch: shell.fetch,
      locked,
      unlock,
      asksOwner,
      tryAsOwner: wrong,
      decline: () => {},
      redeem: async () => false,
      linkFailed,
    };
  }
  const { login, power } = endpoints.session;
  const askWith = (word: string, { method, path }: Endpoint) =>
    shell.fetch(path, { method, headers: { authorization: `Bearer ${word}` } });

  return {
    async fetch(path, init) {
      const response = await shell.fetch(path, init);
      if (response.status === 401) locked.value = true;
      if (response.status !== 403 || !(await wantsOwner(response))) return response;
      return (await owner.ask()) ? shell.fetch(path, init) : response;
    },
    locked,
    unlock,
    asksOwner: owner.asked,
    async tryAsOwner(word) {
      const response = await askWith(word, power);
      if (response.status === 401) return 'wrong';
      if (!response.ok) throw await apiErrorOf(response);
      const opens = (await response.json()) as OutputOf<typeof power>;
      if (opens.power !== 'owner') return 'client';
      password.set(word);
      owner.answer(true);
      return 'right';
    },
    decline: () => owner.answer(false),
    async redeem(code) {
      const response = await askWith(code, login);
      linkFailed.value = response.status === 401;
      if (!response.ok) return false;
      password.set(((await response.json()) as OutputOf<typeof login>).password);
      unlock();
      return true;
    },
    linkFailed,
    signOut() {
      password.forget();
      locked.value = true;
    },
  };
}

/** One question at a time, whatever waits for its answer. */
function createOwnerQuestion() {
  const asked = signal(false);
  let question: { readonly answer: Promise<boolean>; readonly settle: (isOwner: boolean) => void } | undefined;
  return {
    asked,
    ask(): Promise<boolean> {
      if (question === undefined) {
        let settle: (isOwner: boolean) => void = () => undefined;
        const answer = new Promise<boolean>((resolve) => {
          settle = resolve;
        });
        question = { answer, settle };
        asked.value = true;
      }
      return question.answer;
    },
    answer(isOwner: boolean): void {
      question?.settle(isOwner);
      question = undefined;
      asked.value = false;
    },
  };
}

async function wantsOwner(response: Response): Promise<boolean> {
  try {
    const { error } = (await response.clone().json()) as { error?: { code?: unknown } };
    return error?.code === 'owner_password_required';
  } catch {
    return false;
  }
}
