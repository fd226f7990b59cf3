import type { ReactNode } from 'react';
import { SignOutForm } from '#components/accounts/sign-out-form.tsx';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { canModerate } from '#lib/domain/viewer.ts';
import { signOutAction } from '../sign-in/actions.ts';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  // Each page decides for itself, and redirects to sign-in and back to itself.
  const viewer = await currentViewer();
  if (!viewer || !canModerate(viewer)) return children;
  return (
    <div className="py-6 sm:py-10">
      <div className="mb-6 flex flex-wrap items-baseline justify-between gap-4">
        <p className="font-serif text-3xl tracking-tight">Admin</p>
        <SignOutForm action={signOutAction} />
      </div>
      <AdminNav isAdmin={viewer.role === 'ADMIN'} />
      <div className="pt-8">{children}</div>
    </div>
  );
}
