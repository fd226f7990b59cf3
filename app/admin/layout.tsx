import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { canModerate } from '#lib/domain/viewer.ts';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  // Each page decides for itself, and redirects to sign-in and back to itself.
  const viewer = await currentViewer();
  if (!viewer || !canModerate(viewer)) return children;
  return (
    <div className="py-6 sm:py-10">
      <p className="mb-6 font-serif text-3xl tracking-tight">Admin</p>
      <AdminNav isAdmin={viewer.role === 'ADMIN'} />
      <div className="pt-8">{children}</div>
    </div>
  );
}
