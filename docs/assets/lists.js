// The filter of a page of cards. A card is shown if, in every row of buttons that has one pressed, it has the mark of
// one of those. The words stand in the page; without this script, and without one in the head that says that scripts
// work, the bar is not there.
;(() => {
  "use strict"
  const bar = document.querySelector(".dg-filter")
  const list = document.querySelector(".dg-list")
  if (!bar || !list) return

  const cards = [...list.querySelectorAll("[data-marks]")]
  const rows = [...bar.querySelectorAll("[role=group]")]
  const status = bar.querySelector("[role=status]")

  function pressed(row) {
    return Array.from(row.querySelectorAll("[aria-pressed=true]"), (button) => button.dataset.filter)
  }

  function show() {
    const wanted = rows.map(pressed).filter((marks) => marks.length)
    let shown = 0
    cards.forEach((card) => {
      const own = card.dataset.marks.split(" ")
      const fits = wanted.every((marks) => marks.some((mark) => own.includes(mark)))
      card.hidden = !fits
      shown += fits
    })
    bar.classList.toggle("dg-is-filtered", wanted.length > 0)
    status.textContent = status.dataset.words.replace("{n}", shown)
  }

  // The list keeps its height while it shows less, so that what follows stays where it is.
  function keepHeight() {
    list.style.minHeight = ""
    list.style.minHeight = `${list.getBoundingClientRect().height}px`
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button")
    if (!button) return
    if (!bar.classList.contains("dg-is-filtered")) keepHeight()
    if (button.dataset.filter) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"))
    } else {
      bar.querySelectorAll("[aria-pressed=true]").forEach((other) => {
        other.setAttribute("aria-pressed", "false")
      })
      // The button that was pressed vanishes: the keyboard goes on at the first.
      bar.querySelector("[data-filter]").focus()
    }
    show()
    if (!bar.classList.contains("dg-is-filtered")) list.style.minHeight = ""
  })
})()
