import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  // Each page decides for itself, and redirects to sign-in and back to itself.
  if ((await currentViewer())?.role !== 'ADMIN') return children;
  return (
    <div className="py-6 sm:py-10">
      <p className="mb-6 font-serif text-3xl tracking-tight">Admin</p>
      <AdminNav />
      <div className="pt-8">{children}</div>
    </div>
  );
}
