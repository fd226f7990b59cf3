'use client';

import { type PointerEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cropSquare, MIN_CROP_SIZE, moveCrop, type PortraitCrop } from '#lib/domain/pictures/portrait.ts';

type Props = {
  /** The whole picture. */
  url: string;
  /** Its pixels. */
  picture: { width: number; height: number };
  crop: PortraitCrop;
};

const SLIDERS = [
  ['size', 'Size', MIN_CROP_SIZE],
  ['x', 'Left to right', 0],
  ['y', 'Top to bottom', 0],
] as const;

const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(2)}%`;

/** Which part of the picture is shown: three sliders, and with JavaScript a circle on the picture that can be dragged. */
export function PortraitCropFields({ url, picture, crop: saved }: Props) {
  const [crop, setCrop] = useState(saved);
  const drag = useRef<{ x: number; y: number; from: PortraitCrop } | null>(null);
  const { left, top, side } = cropSquare(picture, crop);

  function onPointerDown({ pointerId, clientX, clientY, currentTarget }: PointerEvent<HTMLDivElement>) {
    currentTarget.setPointerCapture(pointerId);
    drag.current = { x: clientX, y: clientY, from: crop };
  }

  function onPointerMove({ clientX, clientY, currentTarget }: PointerEvent<HTMLDivElement>) {
    const start = drag.current;
    const frame = currentTarget.parentElement?.getBoundingClientRect();
    if (!start || !frame) return;
    const by = { x: (clientX - start.x) / frame.width, y: (clientY - start.y) / frame.height };
    setCrop(moveCrop(picture, start.from, by));
  }

  const onPointerEnd = () => {
    drag.current = null;
  };

  return (
    <div className="flex flex-wrap items-start gap-6">
      <div
        className="relative overflow-hidden rounded-md bg-sunken"
        style={{ width: `min(100%, ${((20 * picture.width) / picture.height).toFixed(2)}rem)` }}
      >
        <img src={url} alt="" width={picture.width} height={picture.height} className="block h-auto w-full" />
        <div
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerEnd}
          onPointerCancel={onPointerEnd}
          className="absolute rounded-full"
          style={{
            left: percent(left, picture.width),
            top: percent(top, picture.height),
            width: percent(side, picture.width),
            height: percent(side, picture.height),
            // A ring, and a veil over all that is outside.
            boxShadow: '0 0 0 2px #fff, 0 0 0 100rem rgb(0 0 0 / 0.55)',
            cursor: 'move',
            touchAction: 'none',
          }}
        />
      </div>
      <div className="grow space-y-4">
        <p className="text-sm text-quiet">The circle is what people see. Move it with the sliders, or drag it.</p>
        {SLIDERS.map(([name, label, min]) => (
          <label key={name} className="block text-sm">
            {label}
            <input
              type="range"
              name={name}
              min={min}
              max={100}
              value={crop[name]}
              onChange={(event) => setCrop({ ...crop, [name]: Number(event.target.value) })}
              className="block w-full accent-ink"
            />
          </label>
        ))}
        <Button variant="quiet" type="submit" name="intent" value="crop">
          Show this part
        </Button>
      </div>
    </div>
  );
}
