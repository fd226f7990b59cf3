/** The least page there is. */
export default function Page() {
  return <p>a word</p>;
}
