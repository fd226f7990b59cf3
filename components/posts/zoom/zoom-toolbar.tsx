import { ZoomButton } from './zoom-button.tsx';

type Props = { isZoomed: boolean; onZoomOut(): void; onZoomIn(): void; onClose(): void };

/** The buttons in the top right corner of the zoom dialog. */
export function ZoomToolbar({ isZoomed, onZoomOut, onZoomIn, onClose }: Props) {
  return (
    <div className="absolute top-3 right-3 flex gap-2 sm:top-5 sm:right-5">
      <ZoomButton label="Zoom out" onClick={onZoomOut} disabled={!isZoomed} icon="M5 12h14" />
      <ZoomButton label="Zoom in" onClick={onZoomIn} icon="M5 12h14M12 5v14" />
      <ZoomButton label="Close" onClick={onClose} icon="M6 6l12 12M18 6L6 18" />
    </div>
  );
}
