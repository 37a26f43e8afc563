import type { MetaDescriptor } from 'react-router'

/** Title and description of a page, for its `meta` export. */
export const pageMeta = (title: string, description: string): MetaDescriptor[] => [
  { title: `${title} - 启创` },
  { name: 'description', content: description },
]
