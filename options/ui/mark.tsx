/** The mark of Hajimi: a cat's face in honey. Decoration; the name stands beside it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path
        class="mark-face"
        d="M5 6.5 10.6 9a14 14 0 0 1 10.8 0L27 6.5c1 4.4 1.5 7.3 1.5 10.5C28.5 23 23 27 16 27S3.5 23 3.5 17C3.5 13.8 4 10.9 5 6.5Z"
      />
      <path class="mark-line" d="M11.2 15.6v1.6M20.8 15.6v1.6M13.4 20.2c.5 1.5 2.2 1.5 2.6.2.4 1.3 2.1 1.3 2.6-.2" />
    </svg>
  );
}
