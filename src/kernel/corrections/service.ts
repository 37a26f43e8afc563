import type { Tx } from '../db/connect.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { seedParameters } from '../rules/store.ts'
import { correctionFlow } from './flow.ts'
import { correctionForm } from './form.ts'
import { correctionLetters } from './letters.ts'
import { correctionParameters } from './parameters.ts'
import { correctionProof } from './schema.ts'
import { correctionTemplates } from './templates.ts'
import { correctionTerms } from './terms.ts'

/** 个人信息更正 as the composition takes any service, beside its operations; `facts` are those of every module, for each may be put right. */
export const correctionService = (facts: FactDictionary) => ({
  name: 'corrections',
  terms: correctionTerms,
  flows: [correctionFlow],
  letters: [correctionLetters(facts)],
  forms: [correctionForm(facts)],
  templates: Object.values(correctionTemplates),
  facts: {},
  paperKinds: { [correctionFlow.service]: [correctionProof] },
  paperWords: { [correctionProof]: correctionTerms.correctionProof.zh },
  seed: (tx: Tx, { now }: { now: () => Date }) => seedParameters(tx, correctionParameters, now()),
})
