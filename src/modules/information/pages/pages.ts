/** The portal's pages of information; `file` is relative to the module's folder. */
export const portalPages: readonly { path: string; file: string }[] = [
  { path: '/policies', file: 'pages/portal/policy-list.tsx' },
  { path: '/policies/:slug', file: 'pages/portal/policy.tsx' },
  { path: '/policies/:slug/versions', file: 'pages/portal/policy-versions.tsx' },
  { path: '/search', file: 'pages/portal/search.tsx' },
]
