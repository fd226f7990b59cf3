/** A picture's scale (1 fits it into the stage), and the offset of its centre from the stage's centre in pixels. */
export type ZoomState = { scale: number; x: number; y: number };
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

export const FITTED: ZoomState = { scale: 1, x: 0, y: 0 };

/** Even a small picture can be zoomed to twice its size. */
const MIN_MAXIMUM_SCALE = 2;

/** The size at which the whole picture is visible, at most its own size. */
export function fittedSize(picture: Size, stage: Size): Size {
  const factor = Math.min(1, stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * factor, height: picture.height * factor };
}

/** The scale at which one pixel of the picture is one CSS pixel, and at least 2. */
export function maximumScale(picture: Size, stage: Size): number {
  return Math.max(MIN_MAXIMUM_SCALE, picture.width / fittedSize(picture, stage).width);
}

/**
 * Zooms around a point, which stays where it is.
 * @param at its offset from the stage's centre in pixels
 */
export function zoomTo(state: ZoomState, scale: number, at: Point, picture: Size, stage: Size): ZoomState {
  const next = Math.min(maximumScale(picture, stage), Math.max(1, scale));
  const factor = next / state.scale;
  return clampToStage(
    { scale: next, x: at.x - (at.x - state.x) * factor, y: at.y - (at.y - state.y) * factor },
    picture,
    stage,
  );
}

/** Moves the picture, at most to its edges. */
export function panBy(state: ZoomState, by: Point, picture: Size, stage: Size): ZoomState {
  return clampToStage({ ...state, x: state.x + by.x, y: state.y + by.y }, picture, stage);
}

function clampToStage({ scale, x, y }: ZoomState, picture: Size, stage: Size): ZoomState {
  const { width, height } = fittedSize(picture, stage);
  const clamp = (offset: number, size: number, space: number) => {
    const max = Math.max(0, (size * scale - space) / 2);
    return Math.min(max, Math.max(-max, offset));
  };
  return { scale, x: clamp(x, width, stage.width), y: clamp(y, height, stage.height) };
}
