import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { useOffered } from '../state/use-offered.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/check-field.tsx';
import { Choice } from '../ui/choice.tsx';
import { FilePick } from '../ui/file-pick.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { readDataUrl } from '../ui/read-data-url.ts';
import { Turns } from './chat/turns.tsx';

/** A small chat, to see that it works. */
export function ChatPage() {
  const models = useOffered();
  return (
    <Page title={t('page.chat')} intro={t('chat.intro')}>
      <Loaded resource={models}>
        {(offered) => (offered.length === 0 ? <p class="empty">{t('models.none')}</p> : <Talk models={offered} />)}
      </Loaded>
    </Page>
  );
}

function Talk({ models }: { models: readonly string[] }) {
  const id = useId();
  const { chat } = useStores();
  const chosen = useSignal(models[0] ?? '');
  const text = useSignal('');
  const image = useSignal<string | undefined>(undefined);
  const tools = useSignal(false);
  const busy = chat.busy.value;

  const send = (event: Event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (said === '' || chat.busy.value) return;
    void chat.send(chosen.value, { text: said, image: image.value, tools: tools.value });
    text.value = '';
    image.value = undefined;
  };
  const pick = async (file: File) => {
    image.value = await readDataUrl(file);
  };
  return (
    <section class="card talk">
      <div class="talk-head">
        <Choice
          label={t('chat.model')}
          value={chosen.value}
          options={models.map((model) => [model, model] as const)}
          onChoose={(model) => {
            chosen.value = model;
          }}
        />
        <Button kind="quiet" onClick={chat.clear}>
          {t('chat.clear')}
        </Button>
      </div>
      <Turns turns={chat.turns.value} busy={busy} />
      <form onSubmit={send}>
        <label for={id} class="visually-hidden">
          {t('chat.message')}
        </label>
        <textarea
          id={id}
          rows={3}
          placeholder={t('chat.message')}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            // Enter that ends a word of an input method is no order to send.
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
          }}
        />
        <div class="form-end">
          {busy ? (
            <Button onClick={chat.stop}>{t('chat.stop')}</Button>
          ) : (
            <Button kind="primary" type="submit">
              {t('chat.send')}
            </Button>
          )}
          <FilePick
            label={image.value ? t('chat.image.other') : t('chat.image.add')}
            accept="image/*"
            onPick={(file) => void pick(file)}
          />
          <CheckField label={t('chat.tools')} checked={tools} />
          {image.value && <img class="picked" src={image.value} alt={t('chat.image')} />}
        </div>
      </form>
    </section>
  );
}
