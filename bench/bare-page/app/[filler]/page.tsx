export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** Only filler: as many characters as its URL says, cached from the first visit on. */
export default async function Page({ params }: { params: Promise<{ filler: string }> }) {
  return <p>{'a word '.repeat(20_000).slice(0, Number((await params).filler))}</p>;
}
