import { BASE_STYLES } from '../../page/base-styles.ts';

export const PAYMENT_STYLES = `${BASE_STYLES}
.split { min-height: 100dvh; display: grid; grid-template-columns: 1fr 1fr; }
.summary { background: var(--tint); display: flex; justify-content: flex-end; padding: clamp(1.5rem, 6vw, 5rem); }
.payment { padding: clamp(1.5rem, 6vw, 5rem); }
.column { width: 100%; max-width: 26rem; }
.merchant { display: flex; align-items: center; gap: 0.75rem; margin: 0 0 2rem; font-weight: 600; }
.amount { font-size: 2.25rem; font-weight: 600; letter-spacing: -0.02em; margin: 0.25rem 0 1.5rem; font-variant-numeric: tabular-nums; }
.picture { display: block; width: 100%; max-height: 24rem; object-fit: contain; object-position: left; margin-bottom: 1.5rem; }
.items { list-style: none; margin: 1.5rem 0 0; padding: 0; border-top: 1px solid var(--hairline); }
.items li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.75rem 0; border-bottom: 1px solid var(--hairline); }
form { display: grid; gap: 1.1rem; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: grid; gap: 1.1rem; }
legend { font-weight: 600; padding: 0; margin-bottom: 0.6rem; }
label { display: block; font-weight: 500; margin-bottom: 0.3rem; }
input:not([type=radio]), select { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 0.5rem; }
[aria-invalid=true] { border-color: var(--error) !important; border-width: 2px !important; }
.error { color: var(--error); margin: 0.3rem 0 0; font-weight: 500; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: start; }
.methods { gap: 0; border: 1px solid var(--line); border-radius: 0.5rem; overflow: clip; }
.methods label { display: flex; gap: 0.75rem; align-items: center; margin: 0; padding: 0.7rem 0.9rem; cursor: pointer; }
.methods label + label { border-top: 1px solid var(--hairline); }
.methods label:has(:checked) { background: var(--tint); }
input[type=radio] { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); margin: 0; }
form:has([name=method]:not([value=card]):checked) .card { display: none; }
button, .button { display: block; width: 100%; min-height: 3rem; padding: 0.7rem 1rem; border: 0; border-radius: 0.5rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
button:hover, .button:hover { filter: brightness(1.1); }
details { margin-top: 1.5rem; color: var(--quiet); }
summary { cursor: pointer; }
code { font-variant-numeric: tabular-nums; color: var(--ink); }
.notice { max-width: 30rem; margin: 20vh auto 0; padding: 1.5rem; display: grid; gap: 1rem; }
@media (max-width: 48rem) {
  .split { grid-template-columns: 1fr; }
  .summary { justify-content: flex-start; padding-block: 1.5rem; }
  .merchant { margin-bottom: 1rem; }
  .picture { max-height: 14rem; }
}
`;

export const INDEX_STYLES = `${BASE_STYLES}
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
header { display: flex; align-items: center; gap: 0.75rem; margin-bottom: 2rem; }
section { margin-bottom: 3rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--hairline); white-space: nowrap; }
th { color: var(--quiet); font-weight: 500; }
td.id { font-family: ui-monospace, monospace; font-size: 0.8rem; max-width: 22rem; overflow: hidden; text-overflow: ellipsis; }
`;
