import { defineTerms } from '../glossary/define-terms.ts'
import { kernelTerms } from '../glossary/terms.ts'

/** The words of corrections (更正). */
export const correctionTerms = defineTerms({
  correction: {
    zh: '个人信息更正',
    meaning: 'A case in which a party asks for what is known of them to be put right or made whole',
    source: '个人信息保护法 第四十六条',
  },
  corrected: { zh: '已更正', meaning: 'Compared with the proof and put right; what was there before is kept' },
  uncorrected: { zh: '不予更正', meaning: 'Compared with the proof and left as it was, with the reason' },
  formerValue: { zh: '更正前', meaning: 'What a party’s data were before a correction' },
  correctionProof: { zh: '证明材料', meaning: 'Paper: shows what is right' },
  correctionNotice: { zh: '更正告知书', meaning: 'Letter: what was put right, before and after' },
  correctionRefusal: {
    zh: '不予更正决定书',
    meaning: 'Letter: not corrected, with reason, article and where to complain',
  },
})

/** With the kernel's words for the states that every flow shares. */
export const correctionFlowTerms = { ...kernelTerms, ...correctionTerms }
