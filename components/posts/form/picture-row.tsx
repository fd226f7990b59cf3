import type { MouseEvent } from 'react';
import { Button } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  picture: PictureDto;
  index: number;
  isLast: boolean;
  isTurning: boolean;
  /** @param intent the value of the pressed button: `up:<id>`, `down:<id>`, `turn:<id>` or `remove:<id>` */
  onIntent(intent: string): void;
  onDragStart(): void;
  onDrop(): void;
};

/** One picture of the post form: its description, and buttons to move or remove it. It can be dragged as well. */
export function PictureRow({ picture, index, isLast, isTurning, onIntent, onDragStart, onDrop }: Props) {
  function onClick(event: MouseEvent<HTMLButtonElement>) {
    event.preventDefault();
    onIntent(event.currentTarget.value);
  }
  const button = { variant: 'text', type: 'submit', name: 'intent', onClick } as const;
  return (
    <li
      draggable
      onDragStart={onDragStart}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
      className="flex items-start gap-4 rounded-md border border-line bg-raised p-3"
    >
      <input type="hidden" name="picture" value={picture.id} />
      <img
        src={pictureUrl(picture.key, picture.widths[0] ?? 0)}
        alt=""
        width={picture.width}
        height={picture.height}
        className="size-24 shrink-0 object-contain"
      />
      <div className="min-w-0 grow">
        <label htmlFor={`alt:${picture.id}`} className="mb-1 block text-sm">
          Describe picture {index + 1}
        </label>
        <input
          id={`alt:${picture.id}`}
          name={`alt:${picture.id}`}
          defaultValue={picture.alt}
          maxLength={typedLength(POST_LIMITS.alt)}
          dir="auto"
          className={inputClass}
          placeholder="For screen readers"
        />
        <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
          <Button {...button} value={`up:${picture.id}`} disabled={index === 0}>
            Move up<span className="sr-only">: picture {index + 1}</span>
          </Button>
          <Button {...button} value={`down:${picture.id}`} disabled={isLast}>
            Move down<span className="sr-only">: picture {index + 1}</span>
          </Button>
          <Button {...button} value={`turn:${picture.id}`}>
            {isTurning ? 'Turning…' : 'Turn'}
            <span className="sr-only"> picture {index + 1} clockwise</span>
          </Button>
          <Button {...button} value={`remove:${picture.id}`}>
            Remove<span className="sr-only"> picture {index + 1}</span>
          </Button>
        </div>
      </div>
    </li>
  );
}
