import { Notice } from './notice.tsx';

type Props = { message?: string | undefined; fieldErrors: Readonly<Record<string, string>>; note?: string };

/** Above a form: what is wrong with all of it, or that fields below have errors. Screen readers announce it. */
export function FormErrors({ message, fieldErrors, note = '' }: Props) {
  const count = Object.keys(fieldErrors).length;
  return (
    <>
      <Notice>{message}</Notice>
      {count > 0 && (
        <Notice>{`${note}Please check the ${count === 1 ? 'field' : `${count} fields`} marked below.`}</Notice>
      )}
    </>
  );
}
