import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Writes the file if there is none; false when another process has. */
const take = (lock: string): Promise<boolean> =>
  writeFile(lock, String(process.pid), { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )

/**
 * Does a piece of work while no other process on this machine does it: the lock is a file that names its holder. One whose
 * holder has died is taken over.
 */
export async function oneAtATime<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true })
  while (!(await take(lock))) {
    const holder = await readFile(lock, 'utf8').catch(() => '')
    if (holder !== '' && !isAlive(Number(holder))) await rm(lock, { force: true })
    else await wait(50)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}
