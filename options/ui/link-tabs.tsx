interface Props {
  readonly label: string;
  readonly tabs: ReadonlyArray<{ readonly id: string; readonly words: string; readonly href: string }>;
  readonly current: string;
}

/** One of a few views of the same page. Links, so that "back" and bookmarks work. */
export function LinkTabs({ label, tabs, current }: Props) {
  return (
    <nav class="filter" aria-label={label}>
      <ul>
        {tabs.map(({ id, words, href }) => (
          <li key={id}>
            <a href={href} aria-current={id === current ? 'true' : undefined}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
