type Props = {
  label: string;
  /** The path of a 24 × 24 icon. */
  icon: string;
  onClick(): void;
  disabled?: boolean;
};

/** `aria-disabled`, because a button that becomes disabled when it is pressed loses the focus, and with it the keys. */
export function ZoomButton({ label, icon, onClick, disabled = false }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => disabled || onClick()}
      className="grid size-11 place-items-center rounded-full border border-line bg-raised/90 hover:border-ink aria-disabled:cursor-default aria-disabled:text-quiet aria-disabled:opacity-60 aria-disabled:hover:border-line"
    >
      <svg viewBox="0 0 24 24" className="size-5" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden>
        <path d={icon} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </button>
  );
}
