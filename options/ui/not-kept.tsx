import { language } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Notice } from './notice.tsx';

/** Stands over every page while changes may be lost at the end of the run. */
export function NotKept() {
  const reason = useStores().status.data.value?.notKept;
  return reason ? <Notice tone="bad">{reason[language.value]}</Notice> : null;
}
