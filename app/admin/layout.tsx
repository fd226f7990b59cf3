import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin('/admin');
  return (
    <div className="py-6 sm:py-10">
      <p className="mb-6 font-serif text-3xl tracking-tight">Admin</p>
      <AdminNav />
      <div className="pt-8">{children}</div>
    </div>
  );
}
