'use client';

import { useRef, useState, useSyncExternalStore } from 'react';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';

const subscribe = () => () => {};
/** Whether there is somebody to press the button: not on the server, and browsers copy on secure pages only. */
const useClipboard = () =>
  useSyncExternalStore(
    subscribe,
    () => 'clipboard' in navigator,
    () => false,
  );

/** A personal access token, for the one time that it is shown. @param back the page of all tokens */
export function NewToken({ token, back }: { token: string; back: string }) {
  const [isCopied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(token);
      setCopied(true);
    } catch {
      // Not allowed here: it is marked, so that it can be copied by hand.
      field.current?.select();
    }
  }
  return (
    <div className="space-y-6">
      <Notice tone="done">The token is made. Copy it now: it is not shown again.</Notice>
      <div>
        <label htmlFor="new-token" className="mb-1.5 block text-sm font-medium">
          Your personal access token
        </label>
        <input
          ref={field}
          id="new-token"
          readOnly
          value={token}
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className={`${inputClass} font-mono`}
        />
        <p className="mt-1.5 text-sm text-quiet">
          Programs that have it act in your name. Keep it like a password, and out of files that others see.
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-4">
        {useClipboard() && <Button onClick={() => void copy()}>Copy</Button>}
        {/* Not a client-side navigation: the token leaves the page. */}
        <a href={back} className={buttonClass('quiet')}>
          I have kept it. Continue
        </a>
        <span role="status" className="text-sm">
          {isCopied && 'Copied.'}
        </span>
      </div>
    </div>
  );
}
