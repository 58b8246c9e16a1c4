import { useRef } from 'preact/hooks';
import { Button } from './button.tsx';

interface Props {
  readonly label: string;
  /** As of `<input accept>`. */
  readonly accept: string;
  readonly kind?: 'plain' | 'quiet';
  readonly onPick: (file: File) => void;
}

/** A button that opens the browser's file chooser; a bare file field cannot be worded in the page's language. */
export function FilePick({ label, accept, kind = 'quiet', onPick }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) onPick(file);
        }}
      />
      <Button kind={kind} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
