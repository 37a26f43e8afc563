import '../../web/workbench/styles/index.css'
import { renderWorkbench } from '../../web/workbench/workbench.tsx'
import { desks } from './desks.ts'

const root = document.getElementById('root')
if (root) renderWorkbench(root, desks)
