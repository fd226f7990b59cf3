import { Button } from '#components/ui/button.tsx';
import type { Upload } from './use-uploads.ts';

/** On some systems the browser's own progress bar has the same colour empty and full. */
const PROGRESS_CLASS =
  'h-1.5 min-w-16 grow appearance-none overflow-hidden rounded-full bg-sunken forced-colors:border forced-colors:forced-color-adjust-none forced-colors:border-[CanvasText] forced-colors:[&::-moz-progress-bar]:bg-[Highlight] forced-colors:[&::-webkit-progress-value]:bg-[Highlight] indeterminate:animate-pulse [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-ink [&:indeterminate::-webkit-progress-bar]:bg-quiet';

type Props = { upload: Upload; onRetry(): void; onRemove(): void };

/** A picture that is not stored yet: its progress, or the reason why it failed with buttons to retry or remove it. */
export function UploadRow({ upload: { file, percent, failure }, onRetry, onRemove }: Props) {
  if (failure) {
    return (
      <li className="rounded-md border border-line bg-raised p-3 text-sm">
        <p role="alert" className="font-medium text-accent">
          <bdi>{file.name}</bdi>: {failure.error}
        </p>
        <p className="mt-2 flex gap-4">
          {failure.canRetry && (
            <Button variant="text" onClick={onRetry}>
              Try again<span className="sr-only">: {file.name}</span>
            </Button>
          )}
          <Button variant="text" onClick={onRemove}>
            Remove<span className="sr-only"> {file.name}</span>
          </Button>
        </p>
      </li>
    );
  }
  const isSent = percent === 100;
  const state = percent === null ? 'Waiting' : isSent ? 'Processing' : `${percent}%`;
  return (
    <li className="rounded-md border border-line bg-raised p-3 text-sm">
      <label className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <bdi className="min-w-0 basis-full truncate sm:max-w-[50%] sm:basis-auto">{file.name}</bdi>
        {/* Without a value the bar is indeterminate: the server does not report how far it is. */}
        <progress max={100} value={isSent ? undefined : (percent ?? 0)} className={PROGRESS_CLASS} />
        <span className="w-20 shrink-0 text-right text-quiet tabular-nums">{state}</span>
      </label>
    </li>
  );
}
