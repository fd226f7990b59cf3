import { inputClass } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ROLE_NAMES, ROLES, type Role } from '#lib/domain/viewer.ts';

type Props = {
  account: { id: string; username: string; role: Role };
  /** Where in the list the account is. */
  place: { q: string; after: string };
  action: (form: FormData) => Promise<void>;
};

/** Gives an account another role. Works without JavaScript. */
export function RoleForm({ account: { id, username, role }, place, action }: Props) {
  return (
    <details>
      <summary className="text-quiet underline underline-offset-4 hover:text-ink sm:ml-auto sm:w-fit">
        Role<span className="sr-only"> of {username}</span>
      </summary>
      <form action={action} className="mt-2 grid gap-2 sm:justify-items-end">
        {Object.entries({ userId: id, ...place }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor={`role-${id}`} className="sr-only">
          New role of {username}
        </label>
        <select key={role} id={`role-${id}`} name="role" defaultValue={role} className={inputClass}>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {ROLE_NAMES[one]}
            </option>
          ))}
        </select>
        <p className="max-w-60 text-quiet sm:text-left">
          They are signed out everywhere, and have the new role when they sign in again.
        </p>
        <SubmitButton variant="text" pendingText="…">
          Change role<span className="sr-only"> of {username}</span>
        </SubmitButton>
      </form>
    </details>
  );
}
