// The one script of a kiosk (自助终端): asks whether somebody is still there, and wipes the page and the session if nobody is.
;(() => {
  const idle = Number(document.currentScript.dataset.idle) * 1000
  const notice = Math.min(30_000, idle / 2)
  const dialog = document.getElementById('kiosk-idle')
  const left = dialog.querySelector('output')
  let last = Date.now()
  const renew = () => {
    if (!dialog.open) last = Date.now()
  }
  for (const sign of ['pointerdown', 'keydown', 'input', 'scroll']) {
    addEventListener(sign, renew, { capture: true, passive: true })
  }
  dialog.addEventListener('close', () => {
    last = Date.now()
  })
  setInterval(() => {
    const rest = idle - (Date.now() - last)
    if (rest <= 0) location.replace('/kiosk/end?idle')
    else if (rest <= notice) {
      if (!dialog.open) dialog.showModal()
      left.textContent = String(Math.ceil(rest / 1000))
    }
  }, 250)
  document.querySelector('[data-kiosk-back]')?.addEventListener('click', (event) => {
    event.preventDefault()
    history.back()
  })
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
})()
