/** Where rights holders go on, whose notice has to say more. */
export function RightsHint({ url }: { url: string }) {
  return (
    <p className="mt-8 text-sm text-quiet">
      Is it your own work, or do you act for the owner of a copyright or trademark?{' '}
      <a
        href={`/report/rights?${new URLSearchParams({ work: url })}`}
        className="underline underline-offset-4 hover:text-ink"
      >
        Send a notice of infringement
      </a>{' '}
      instead.
    </p>
  );
}
