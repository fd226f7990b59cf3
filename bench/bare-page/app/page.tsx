/** Nothing but bytes: as many characters as BARE_PAGE_FILLER says when it is built. */
export default function Page() {
  return <p>{'a word '.repeat(20_000).slice(0, Number(process.env.BARE_PAGE_FILLER ?? 0))}</p>;
}
