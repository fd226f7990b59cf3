import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { FITTED, maximumScale, type Point, panBy, type Size, type ZoomState, zoomTo } from './zoom-geometry.ts';

/** A pointer that moved less than this since it came down was a click, pixels. */
const CLICK = 6;
const DOUBLE_TAP_MS = 300;
/** How far a finger goes to turn to the next picture, pixels. */
const SWIPE = 60;
const STEP = 1.5;
/** Zoom for a pixel of the wheel, and for one of the pinch on a touch pad, which comes as a wheel with Control. */
const WHEEL = 0.002;
const TOUCH_PAD = 0.01;
const LINE_PIXELS = 16;

const middleOf = (points: Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});
const spreadOf = ([a, b]: Point[]) => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);

/**
 * Zoom and pan of one picture by mouse, wheel, fingers and keys.
 * @param picture its full size, pixels.
 * @param onTurn is called with 1 or -1 when a finger swept over the picture while all of it was seen.
 */
export function useZoom(stage: RefObject<HTMLElement | null>, picture: Size, onTurn: (by: 1 | -1) => void) {
  const [{ smooth, ...state }, setState] = useState<ZoomState & { smooth: boolean }>({ ...FITTED, smooth: false });
  const pointers = useRef(new Map<number, Point>());
  const gesture = useRef({ way: { x: 0, y: 0 }, many: false, lastTap: 0 });

  const { width, height } = picture;
  const change = (smoothly: boolean, next: (state: ZoomState, size: Size, stage: Size) => ZoomState) => {
    const { clientWidth = 1, clientHeight = 1 } = stage.current ?? {};
    setState((known) => ({
      ...next(known, { width, height }, { width: clientWidth, height: clientHeight }),
      smooth: smoothly,
    }));
  };
  const fromCentre = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = stage.current?.getBoundingClientRect();
    return box ? { x: clientX - box.x - box.width / 2, y: clientY - box.y - box.height / 2 } : { x: 0, y: 0 };
  };
  const zoomBy = (factor: number, at: Point = { x: 0, y: 0 }, smoothly = true) =>
    change(smoothly, (known, size, room) => zoomTo(known, known.scale * factor, at, size, room));
  const toggle = (at: Point) =>
    change(true, (known, size, room) => zoomTo(known, known.scale > 1 ? 1 : maximumScale(size, room), at, size, room));

  // By hand, because React listens to the wheel in a way that cannot keep the page from zooming too.
  const onWheel = useRef<(event: WheelEvent) => void>(() => undefined);
  onWheel.current = (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
    zoomBy(Math.exp(-pixels * (event.ctrlKey ? TOUCH_PAD : WHEEL)), fromCentre(event), false);
  };
  useEffect(() => {
    const element = stage.current;
    const listen = (event: WheelEvent) => onWheel.current(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [stage]);

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (pointers.current.size === 0) Object.assign(gesture.current, { way: { x: 0, y: 0 }, many: false });
    else gesture.current.many = true;
    pointers.current.set(event.pointerId, fromCentre(event));
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (!pointers.current.has(event.pointerId)) return;
    const before = [...pointers.current.values()];
    pointers.current.set(event.pointerId, fromCentre(event));
    const after = [...pointers.current.values()];
    const [from, to] = [middleOf(before), middleOf(after)];
    const by = { x: to.x - from.x, y: to.y - from.y };
    gesture.current.way.x += by.x;
    gesture.current.way.y += by.y;
    const factor = before.length > 1 ? spreadOf(after) / (spreadOf(before) || 1) : 1;
    change(false, (known, size, room) => zoomTo(panBy(known, by, size, room), known.scale * factor, to, size, room));
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    if (!pointers.current.delete(event.pointerId) || pointers.current.size > 0 || gesture.current.many) return;
    const { x, y } = gesture.current.way;
    const isFinger = event.pointerType === 'touch';
    if (Math.hypot(x, y) < CLICK) {
      const second = event.timeStamp - gesture.current.lastTap < DOUBLE_TAP_MS;
      gesture.current.lastTap = second ? 0 : event.timeStamp;
      if (!isFinger || second) toggle(fromCentre(event));
    } else if (isFinger && state.scale === 1 && Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) {
      onTurn(x < 0 ? 1 : -1);
    }
  }

  return {
    state,
    smooth,
    zoomIn: () => zoomBy(STEP),
    zoomOut: () => zoomBy(1 / STEP),
    panBy: (by: Point) => change(true, (known, size, room) => panBy(known, by, size, room)),
    reset: () => setState({ ...FITTED, smooth: false }),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: (event: PointerEvent<HTMLElement>) => void pointers.current.delete(event.pointerId),
    },
  };
}
