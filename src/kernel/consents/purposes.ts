/**
 * What people are asked to agree to (同意), each for a purpose of its own (个人信息保护法 第十四条、第二十三条). `required`: the online
 * services need it; `withCase`: it is asked for with each application; others hold until they are taken back.
 */
export const consentPurposes = {
  terms: { required: true, withCase: false },
  privacy: { required: true, withCase: false },
  sharing: { required: false, withCase: true },
  messages: { required: false, withCase: false },
} as const

export type ConsentPurpose = keyof typeof consentPurposes

export const purposeNames = Object.keys(consentPurposes) as ConsentPurpose[]

/** Those that the online services need. */
export const requiredPurposes = purposeNames.filter((purpose) => consentPurposes[purpose].required)
