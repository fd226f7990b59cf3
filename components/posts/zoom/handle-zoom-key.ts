import type { KeyboardEvent } from 'react';
import type { Point } from './zoom-geometry.ts';

type Actions = {
  isZoomed: boolean;
  panBy(by: Point): void;
  turn(step: 1 | -1): void;
  zoomIn(): void;
  zoomOut(): void;
  reset(): void;
};

/** How far an arrow key moves an enlarged picture. */
const PAN_PX = 80;
const PAN_BY: Record<string, Point> = {
  ArrowLeft: { x: PAN_PX, y: 0 },
  ArrowRight: { x: -PAN_PX, y: 0 },
  ArrowUp: { x: 0, y: PAN_PX },
  ArrowDown: { x: 0, y: -PAN_PX },
};

/** The keys of the zoom dialog. The arrows move an enlarged picture; otherwise left and right turn to another one. */
export function handleZoomKey(event: KeyboardEvent, { isZoomed, panBy, turn, zoomIn, zoomOut, reset }: Actions): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const pan = PAN_BY[event.key];
  if (pan && isZoomed) panBy(pan);
  else if (event.key === 'ArrowLeft' || event.key === 'PageUp') turn(-1);
  else if (event.key === 'ArrowRight' || event.key === 'PageDown') turn(1);
  else if (event.key === '+' || event.key === '=') zoomIn();
  else if (event.key === '-') zoomOut();
  else if (event.key === '0') reset();
  else return;
  event.preventDefault();
}
