import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { modules, services } from '../src/app/modules.ts'
import { type Action, type Flow, getStep, type Step, stateLabel } from '../src/kernel/cases/flow.ts'
import { kernelTerms } from '../src/kernel/glossary/terms.ts'
import { root } from './files.ts'

const BEGIN = '<!-- Generated from flow.ts by `npm run generate`: do not edit from here -->'
const END = '<!-- to here -->'

const label = (text: string) => `"${text.replaceAll('"', '#quot;')}"`

const chartOf = ({ chart }: Flow): string[] => [
  'flowchart TD',
  ...chart.boxes.map(({ id, zh }) => `  ${id}[${label(zh)}]`),
  ...chart.edges.map(({ from, to, zh }) => `  ${from} -->${zh ? `|${label(zh)}|` : ''} ${to}`),
]

const wordOf = (by: NonNullable<Action['by']>) => kernelTerms[by].zh

/** A step with who moves it on and, where it has one, the parameter that limits it; rounded where the case ends. */
function drawStep(flow: Flow, [state, step]: [string, Step]): string {
  const told = [
    stateLabel(flow, state),
    ...(step.by ? [wordOf(step.by)] : []),
    ...(step.within ? [`${step.within}${step.pausesClock ? '，停钟' : ''}`] : []),
  ]
  const text = label(told.join('<br/>'))
  return `  ${state}${step.end ? `([${text}])` : `[${text}]`}`
}

const drawAction = ({ from, to, button }: Action): string[] =>
  from.map((state) => `  ${state} -->|${label(button)}| ${to}`)

const stepsOf = (flow: Flow): string[] => [
  'flowchart LR',
  ...Object.entries<Step>(flow.steps).map((entry) => drawStep(flow, entry)),
  ...Object.values<Action>(flow.actions).flatMap(drawAction),
]

/** One line of the table of who may do what: whom the action waits for, from which states, and who is barred. */
function writeAction(flow: Flow, [name, action]: [string, Action]): string {
  const waitsFor = action.from.map((state) => action.by ?? getStep(flow, state).by).filter((by) => by !== undefined)
  const cells = [
    `${action.button} \`${name}\``,
    action.from.map((state) => stateLabel(flow, state)).join('、'),
    stateLabel(flow, action.to),
    [...new Set(waitsFor)].map(wordOf).join('、'),
    Object.values(action.unless ?? {})
      .map((bar) => bar.says)
      .join(' '),
  ]
  return `| ${cells.join(' | ')} |`
}

const fenced = (lines: readonly string[]) => ['```mermaid', ...lines, '```']

const drawFlow = (flow: Flow): string[] => [
  `### ${flow.terms[flow.service]?.zh ?? flow.service} \`${flow.service}\`，第 ${flow.version} 版 version ${flow.version}`,
  '',
  '服务流程图（手册）The handbook’s chart:',
  '',
  ...fenced(chartOf(flow)),
  '',
  '状态和动作（框内：状态、由谁办、限时的参数）States and actions (in each box: state, who moves it on, parameter of its limit):',
  '',
  ...fenced(stepsOf(flow)),
  '',
  '| 动作 Action | 从 From | 到 To | 谁办 By whom | 谁不能办 Barred |',
  '| --- | --- | --- | --- | --- |',
  ...Object.entries<Action>(flow.actions).map((entry) => writeAction(flow, entry)),
  '',
]

async function writeFlows(file: string, flows: readonly Flow[]): Promise<string> {
  const text = await readFile(join(root, file), 'utf8')
  const [before, rest = ''] = text.split(BEGIN)
  const [, after] = rest.split(END)
  if (after === undefined)
    throw new Error(`${file} lacks the lines between which its flows are drawn:\n${BEGIN}\n${END}`)
  return `${before}${BEGIN}\n\n${flows.flatMap(drawFlow).join('\n')}\n${END}${after}`
}

/** The README of each module, and of each service of the kernel, that has flows, with its flows drawn anew between two marks. */
export const flowCharts = services
  .filter(({ flows }) => flows.length > 0)
  .map((service) => {
    const place = modules.includes(service) ? 'modules' : 'kernel'
    const file = `src/${place}/${service.name}/README.md`
    return { file, make: () => writeFlows(file, service.flows) }
  })
