import { ConfirmedButton } from '#components/ui/confirmed-button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { type Logo, logoSize, logoUrl } from '#lib/domain/settings/logo.ts';

type Props = {
  logo: Logo | null;
  /** Why the last upload was refused. */
  problem: string | null;
  remove: () => Promise<void>;
};

/** The logo, a field for another one, and the button that removes it. It needs no script. */
export function LogoForm({ logo, problem, remove }: Props) {
  return (
    <div className="space-y-5">
      {logo && (
        <div className="flex flex-wrap items-center gap-5">
          <img src={logoUrl(logo, 'header.webp')} alt="The present logo" {...logoSize(logo)} className="rounded-md" />
          <img
            src={logoUrl(logo, 'icon-180.png')}
            alt="As a touch icon"
            width={48}
            height={48}
            className="rounded-lg"
          />
          <form action={remove}>
            <ConfirmedButton
              summary="Remove"
              subject=" the logo"
              text="The shop’s name is at the top of every page instead, and the icons are plain ones."
            >
              Remove
            </ConfirmedButton>
          </form>
        </div>
      )}
      <form action="/admin/settings/logo/save" method="post" encType="multipart/form-data" className="space-y-5">
        <div>
          <label htmlFor="logo-file" className="mb-1.5 block text-sm font-medium">
            {logo ? 'Another logo' : 'Logo'}
          </label>
          <input
            id="logo-file"
            name="logo"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/avif"
            required
            aria-describedby={problem ? 'logo-hint logo-error' : 'logo-hint'}
            aria-invalid={problem ? true : undefined}
            className="block w-full rounded-md border border-dashed border-field p-6 text-sm file:mr-4 file:rounded-full file:border-0 file:bg-ink file:px-5 file:py-2 file:text-sm file:font-medium file:text-paper"
          />
          <p id="logo-hint" className="mt-1.5 text-sm text-quiet">
            JPEG, PNG, WebP or AVIF, up to 5 MB; best with a transparent background and at least 512 pixels wide. The
            icons of tabs and home screens are made of it.
          </p>
          {problem && (
            <p id="logo-error" role="alert" className="mt-1.5 text-sm font-medium wrap-anywhere text-accent">
              {problem}
            </p>
          )}
        </div>
        <SubmitButton variant="quiet" pendingText="One moment…">
          Upload
        </SubmitButton>
      </form>
    </div>
  );
}
