import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { FormState } from '#lib/domain/form-state.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

/** After a change of factors: what was done, new recovery codes, and the way on. @param next where the person wanted to go */
export function FactorResult({ state: { done, recoveryCodes }, next }: { state: FormState; next: string }) {
  return (
    <div className="space-y-6">
      <Notice tone="done">{done}</Notice>
      {recoveryCodes && <RecoveryCodes codes={recoveryCodes} />}
      {/* Not a client-side navigation: the pages that the browser has kept show the factors from before. */}
      <a href={next} className={buttonClass()}>
        {recoveryCodes ? 'I have kept them. Continue' : 'Continue'}
      </a>
    </div>
  );
}
