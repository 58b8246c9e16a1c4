import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RequestDetails } from '../../../src/contract/log.ts';
import { dateFormat } from '../../../src/i18n/intl.ts';
import { language, t } from '../../state/language.ts';
import { curlOf } from '../../state/log.ts';
import { createResource } from '../../state/resource.ts';
import { href } from '../../state/route.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Attempts } from './attempts.tsx';
import { BodyText } from './body-text.tsx';
import { secondsOf, summary, toneOf } from './record-list.tsx';

/** One request from its question to its answer. */
export function Details({ id }: { id: string }) {
  const { api, keys } = useStores();
  const record = useMemo(() => createResource(() => api.log.get(id)), [api, id]);
  useEffect(() => {
    void record.refresh();
    // Keys without a label are told by their masked form.
    if (!keys.list.data.peek()) void keys.list.refresh();
  }, [record, keys]);
  return (
    <>
      <p>
        <a href={href('log')}>{t('log.back')}</a>
      </p>
      <Loaded resource={record}>{(data) => <Told record={data} />}</Loaded>
    </>
  );
}

const texts = ['request', 'converted', 'upstream', 'answer'] as const;

function Told({ record }: { record: RequestDetails }) {
  const { status } = useStores();
  const { bodies, attempts, error, errorCode, method, path, client, startedAt, endedAt, firstByteAt } = record;
  const endpoint = status.data.value?.endpoint;
  const rows = [
    [t('log.request'), `${method} ${path}`],
    [t('log.client'), client],
    [t('log.at'), dateFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(startedAt)],
    [t('log.first-byte'), firstByteAt === undefined ? '–' : secondsOf(firstByteAt - startedAt)],
    [t('log.whole'), secondsOf(endedAt - startedAt)],
  ] as const;
  return (
    <section class="card told" aria-labelledby="log-model">
      <h2 id="log-model">{record.model ?? path}</h2>
      <p class="help">{summary(record)}</p>
      {error && (
        <Notice
          tone={toneOf(record)}
          action={errorCode && <a href={href('about', { error: errorCode })}>{t('log.help')}</a>}
        >
          {error[language.value]}
        </Notice>
      )}
      {record.cutShort && <p>{t('log.cut-short')}</p>}
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {attempts.length > 0 && (
        <>
          <h3>{t('log.attempts', { n: attempts.length + (record.attemptsLeftOut ?? 0) })}</h3>
          <Attempts attempts={attempts} />
        </>
      )}
      {bodies ? (
        texts.map((kind) => {
          const text = bodies[kind];
          return text && <BodyText key={kind} title={t(`log.text.${kind}`)} text={text} />;
        })
      ) : (
        <p class="help">
          {t('log.no-bodies')} <a href={href('settings', { search: 'RECORD_BODIES' })}>{t('page.settings')}</a>
        </p>
      )}
      <div class="form-end">
        {endpoint && <CopyButton text={curlOf(record, endpoint)} label={t('log.curl')} />}
        {bodies?.request && <Replay record={record} />}
      </div>
    </section>
  );
}

/** Sends the same again; the answer is a request of its own in the list. */
function Replay({ record: { method, path, bodies } }: { record: RequestDetails }) {
  const { api } = useStores();
  const outcome = useSignal('');
  const busy = useSignal(false);
  const replay = async () => {
    busy.value = true;
    try {
      const body = bodies?.request;
      const answer = await api.tryOut(path, { method, ...(body && { body }) });
      await answer.text();
      outcome.value = t('log.replayed', { status: answer.status });
    } catch (error) {
      outcome.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  return (
    <>
      <Button busy={busy.value} onClick={() => void replay()}>
        {t('log.replay')}
      </Button>
      <output class="form-result">{outcome.value}</output>
    </>
  );
}
