/** A heart; filled where the button around it is pressed. */
export function Heart() {
  return (
    <svg
      viewBox="0 0 24 24"
      className="size-5 shrink-0 fill-none stroke-current stroke-2 group-aria-pressed/save:fill-current group-aria-pressed/save:text-accent"
      aria-hidden
    >
      <path d="M12 20 4 12a5 5 0 0 1 8-6 5 5 0 0 1 8 6z" strokeLinejoin="round" />
    </svg>
  );
}
