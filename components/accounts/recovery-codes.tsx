/** Recovery codes, for the one time that they are shown. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <section aria-labelledby="recovery-codes" className="rounded-md border border-line bg-raised p-4 text-sm">
      <h2 id="recovery-codes" className="text-base font-medium">
        Your recovery codes
      </h2>
      <p className="mt-2">
        Keep them where you find them without this device, such as on paper. Each opens your account once, together with
        your password. They are not shown again.
      </p>
      <ol className="mt-4 grid gap-x-6 gap-y-1 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="break-all">
            {code}
          </li>
        ))}
      </ol>
    </section>
  );
}
