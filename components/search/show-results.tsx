import type { MouseEvent } from 'react';
import { buttonClass } from '#components/ui/button.tsx';

/**
 * On a narrow screen, where the open filters cover the results: how many works there are, always in view, and the way to
 * them. Without JavaScript the button that sends the form takes its place.
 */
export function ShowResults({ total, onShow }: { total: string; onShow(): void }) {
  function show(event: MouseEvent<HTMLButtonElement>) {
    event.currentTarget.closest('details')?.removeAttribute('open');
    onShow();
  }
  return (
    <div className="sticky bottom-0 -mx-1 bg-paper px-1 py-3 noscript:hidden lg:hidden">
      <button type="button" onClick={show} className={`${buttonClass()} w-full tabular-nums`}>
        Show {total}
      </button>
    </div>
  );
}
