import type { Output } from '../../api/portal-api.ts'

/** Everything the workbench shows of one correction. */
export type CorrectionView = Output<'correction.get'>
