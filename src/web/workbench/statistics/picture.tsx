import { useEffect, useRef } from 'react'

/** One line or row of bars. */
export interface Series {
  name: string
  values: readonly number[]
}

interface PictureProps {
  /** What is shown, for who can't see it; the same figures stand in a table beside. */
  says: string
  kind: 'line' | 'bar'
  labels: readonly string[]
  series: readonly Series[]
}

/** Fetched when a picture is first drawn, so that no other page carries it. */
async function fetchEcharts() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([
    charts.LineChart,
    charts.BarChart,
    components.GridComponent,
    components.LegendComponent,
    renderers.SVGRenderer,
  ])
  return core
}

const SIGNS = ['circle', 'triangle', 'rect'] as const

function optionOf({ kind, labels, series }: PictureProps) {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const text = { color: token('ink-soft'), fontFamily: token('font') }
  return {
    animation: false,
    color: [token('brand'), token('good'), token('warn')],
    textStyle: text,
    grid: { left: 44, right: 16, top: 36, bottom: 28 },
    legend: { top: 0, textStyle: text },
    xAxis: { type: 'category', data: [...labels], axisLabel: text, axisLine: { lineStyle: { color: token('edge') } } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: token('line') } } },
    series: series.map(({ name, values }, index) => ({
      name,
      type: kind,
      data: [...values],
      barMaxWidth: 28,
      symbol: SIGNS[index % SIGNS.length],
      symbolSize: 7,
      lineStyle: { type: index === 0 ? 'solid' : 'dashed' },
      label: { show: kind === 'bar', position: 'top', ...text },
    })),
  }
}

/** A picture of figures that stand in a table beside it; told apart by sign and line, not by colour alone. */
export function Picture(props: PictureProps) {
  const place = useRef<HTMLDivElement>(null)
  const live = useRef(props)
  live.current = props
  const content = JSON.stringify([props.kind, props.labels, props.series])
  useEffect(() => {
    const element = place.current
    if (!element || content === '') return
    let ended = false
    let close = () => {}
    void fetchEcharts().then((core) => {
      if (ended) return
      const chart = core.init(element, null, { renderer: 'svg' })
      chart.setOption(optionOf(live.current))
      const resize = () => chart.resize()
      window.addEventListener('resize', resize)
      close = () => {
        window.removeEventListener('resize', resize)
        chart.dispose()
      }
    })
    return () => {
      ended = true
      close()
    }
  }, [content])
  return <div className="picture" ref={place} role="img" aria-label={props.says} />
}
