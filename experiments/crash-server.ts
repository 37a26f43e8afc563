import { startHouse } from '../test/e2e/seeded-house.ts'

/** The whole platform on a data folder, in a process of its own, which is killed again and again. Ended by its parent's word, or with it. */
const [dataFolder = ''] = process.argv.slice(2)
const running = await startHouse(dataFolder, { demonstration: false })
process.once('disconnect', async () => {
  await running.stop()
  process.exit(0)
})
process.send?.(running.address)
