/** The minimal page. */
export default function Page() {
  return <p>a word</p>;
}
