import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { type Check, type CheckResult, checks, runSelfTest } from '../../state/self-test.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { secondsOf } from '../log/record-list.tsx';

const icons: Readonly<Record<CheckResult['state'], IconName>> = { running: 'clock', passed: 'check', failed: 'alert' };
const tones: Readonly<Record<CheckResult['state'], string>> = { running: 'wait', passed: 'good', failed: 'bad' };

/** Does what frontends do, and says what works. */
export function SelfTest({ model }: { model: string }) {
  const { api } = useStores();
  const results = useSignal<Partial<Record<Check, CheckResult>>>({});
  const busy = useSignal(false);
  const run = async () => {
    busy.value = true;
    results.value = {};
    await runSelfTest(api.tryOut, model, (check, result) => {
      results.value = { ...results.value, [check]: result };
    });
    busy.value = false;
  };
  const all = checks.map((check) => results.value[check]?.state);
  const failed = all.filter((state) => state === 'failed').length;
  const over = all.every((state) => state === 'passed' || state === 'failed');
  return (
    <section class="card" aria-labelledby="self-test">
      <h2 id="self-test">{t('connect.test')}</h2>
      <p class="help">{t('connect.test.help', { model })}</p>
      <ul class="attempts checks">
        {checks.map((check) => {
          const result = results.value[check];
          return (
            <li key={check} class={result ? tones[result.state] : ''}>
              <Icon name={result ? icons[result.state] : 'circle'} />
              <div>
                {t(`connect.test.${check}`)}{' '}
                {result && (
                  <span class="help">
                    {t(`connect.test.${result.state}`)}
                    {result.took !== undefined && ` · ${secondsOf(result.took)}`}
                  </span>
                )}
                {result?.problem && <p class="field-error">{result.problem}</p>}
              </div>
            </li>
          );
        })}
      </ul>
      <div class="form-end">
        <Button kind="primary" busy={busy.value || model === ''} onClick={() => void run()}>
          {t('connect.test.run')}
        </Button>
        <output class={failed > 0 ? 'field-error' : 'form-result'}>
          {over && (failed === 0 ? t('connect.test.verdict.good') : t('connect.test.verdict.bad', { n: failed }))}
        </output>
      </div>
    </section>
  );
}
