// The page of an article: the view, the sentence at hand with its tools, copying, the keyboard, and printing.
// A script in the head has set the remembered view on <html> already; without scripts all text is there to read.
;(() => {
  "use strict"
  const root = document.documentElement
  const bar = document.querySelector(".dg-bar")
  if (!bar) return

  const words = bar.dataset
  const text = document.querySelector(".dg-text")
  const tools = document.querySelector(".dg-tools")
  const said = bar.querySelector(".dg-said")
  const help = document.getElementById("dg-keys")
  const views = [...bar.querySelectorAll("[data-view]")]
  const pairs = [...document.querySelectorAll(".dg-row[id], .dg-sentence[id]")]
  let chosen = null
  const pairOf = (node) => node.closest?.(".dg-row[id], .dg-sentence[id]")

  // The view. The pair that the reader is at stays where it is on the screen.

  function names() {
    return views.map((button) => button.dataset.view)
  }

  function show(view) {
    const pair = chosen || firstBelow(headerEnd())
    const top = pair?.getBoundingClientRect().top
    root.dataset.view = view
    views.forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.view === view))
    })
    if (pair && window.scrollY) {
      window.scrollBy({ top: pair.getBoundingClientRect().top - top, behavior: "instant" })
    }
  }

  function choose(view) {
    if (!views.length) return
    show(view)
    try {
      localStorage.setItem("digest.view", view)
    } catch {
      // A browser that keeps nothing still switches the page at hand.
    }
  }

  function nextView() {
    const all = names()
    choose(all[(all.indexOf(root.dataset.view) + 1) % all.length])
  }

  // The pair at hand: chosen by a click, a tap, a key or the address; or for the tools alone, under the pointer.

  function headerEnd() {
    const header = document.querySelector(".md-header")
    return header ? header.getBoundingClientRect().bottom : 0
  }

  function firstBelow(edge) {
    return pairs.find((pair) => pair.getBoundingClientRect().bottom > edge + 8)
  }

  function mark(pair) {
    chosen?.classList.remove("dg-on")
    chosen = pair
    chosen?.classList.add("dg-on")
    offer(chosen)
  }

  function offer(pair) {
    if (!tools) return
    tools.hidden = !pair
    if (!pair || tools.parentNode === pair) return
    pair.appendChild(tools)
    tools.querySelectorAll("[data-file]").forEach((link) => {
      const line = pair.dataset.line
      link.href = link.classList.contains("dg-tool-across")
        ? `${link.dataset.file}#${pair.id}`
        : link.dataset.file + (line ? `#L${line}` : "")
    })
  }

  function step(by) {
    const focused = pairOf(document.activeElement)
    const from = pairs.indexOf(focused || chosen)
    const to = from < 0 ? pairs.indexOf(firstBelow(headerEnd())) : from + by
    const pair = pairs[Math.max(0, Math.min(to, pairs.length - 1))]
    if (!pair) return
    mark(pair)
    pair.querySelector(".dg-number").focus({ preventScroll: true })
    pair.scrollIntoView({ block: "nearest", behavior: "instant" })
  }

  function fromAddress() {
    const pair = pairs.find((one) => `#${one.id}` === location.hash)
    if (pair) mark(pair)
  }

  // Copying

  function say(message) {
    said.textContent = message
    clearTimeout(say.timer)
    say.timer = setTimeout(() => {
      said.textContent = ""
    }, 2500)
  }

  function copy(what, message) {
    const oldWay = () => say(copyOldWay(what) ? message : words.refused)
    if (navigator.clipboard) navigator.clipboard.writeText(what).then(() => say(message), oldWay)
    else oldWay()
  }

  // Pages that come by plain http, or from a disk, have no navigator.clipboard.
  function copyOldWay(what) {
    const focused = document.activeElement
    const area = document.createElement("textarea")
    area.value = what
    area.className = "dg-copied"
    document.body.appendChild(area)
    area.select()
    const copied = document.execCommand("copy")
    area.remove()
    focused?.focus?.({ preventScroll: true })
    return copied
  }

  function here() {
    return location.href.split("#")[0]
  }

  function lines(parts) {
    return parts.filter(Boolean).join("\n")
  }

  function cell(pair, name) {
    const found = pair.querySelector(`.dg-${name}`)
    return found ? found.textContent : ""
  }

  function citation(pair) {
    const is = (state) => pair.classList.contains(`dg-is-${state}`)
    const doubt = is("machine") ? words.machine : is("outdated") ? words.outdated : ""
    const target = is("missing") ? "" : cell(pair, "target")
    return lines([
      cell(pair, "source"),
      target && target + (doubt && ` (${doubt})`),
      words.about,
      `${here()}#${pair.id}`
    ])
  }

  function citeArticle() {
    copy(lines([words.about, words.status, words.source, here()]), words.cited)
  }

  function citePair(pair) {
    copy(citation(pair), words.cited)
  }

  function copyLink(pair) {
    history.replaceState(null, "", `#${pair.id}`)
    mark(pair)
    copy(`${here()}#${pair.id}`, words.linked)
  }

  // The pointer

  function onClick(event) {
    const pair = pairOf(event.target)
    if (!pair || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.target.closest(".dg-number")) {
      event.preventDefault()
      copyLink(pair)
    } else if (event.target.closest(".dg-tool-cite")) {
      citePair(pair)
      // A button that keeps the focus would keep the tools from the next sentence under the pointer.
      if (event.detail) document.activeElement.blur()
    } else if (!event.target.closest("a") && getSelection().isCollapsed) {
      mark(pair === chosen ? null : pair)
    }
  }

  if (text) {
    text.addEventListener("click", onClick)
    text.addEventListener("pointerover", (event) => {
      const pair = pairOf(event.target)
      if (event.pointerType === "mouse" && pair && !tools.contains(document.activeElement)) offer(pair)
    })
    text.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !tools.contains(document.activeElement)) offer(chosen)
    })
    text.addEventListener("focusin", (event) => offer(pairOf(event.target)))
  }

  // The keyboard

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    1: () => choose("both"),
    2: () => choose("target"),
    3: () => choose("source"),
    v: nextView,
    c: () => (chosen ? citePair(chosen) : citeArticle()),
    l: () => (chosen ? copyLink(chosen) : copy(here(), words.linked)),
    "?": () => help?.showModal()
  }

  // Where the keyboard writes Cyrillic, a letter's key is known by its place.
  function keyOf(event) {
    if (/^[!-~]$/.test(event.key)) return event.key.toLowerCase()
    return event.code.indexOf("Key") ? "" : event.code.slice(3).toLowerCase()
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest("input, textarea, select, [contenteditable]")) return
    if (document.querySelector("dialog[open]")) return
    const act = KEYS[keyOf(event)]
    if (!act) return
    event.preventDefault()
    act()
  })

  // Printing: the facts belong on paper too, and the address of the page.

  let opened = null
  window.addEventListener("beforeprint", () => {
    opened = document.querySelector(".dg-provenance:not([open])")
    if (opened) opened.open = true
    const address = document.createElement("p")
    address.className = "dg-address"
    address.textContent = here()
    bar.parentNode.appendChild(address)
  })
  window.addEventListener("afterprint", () => {
    if (opened) opened.open = false
    document.querySelectorAll(".dg-address").forEach((address) => {
      address.remove()
    })
  })

  bar.querySelector(".dg-cite").addEventListener("click", citeArticle)
  bar.querySelector(".dg-help").addEventListener("click", KEYS["?"])
  help?.addEventListener("click", (event) => {
    if (event.target === help || event.target.closest("button")) help.close()
  })
  views.forEach((button) => {
    button.addEventListener("click", () => choose(button.dataset.view))
  })
  if (views.length) show(names().indexOf(root.dataset.view) < 0 ? "both" : root.dataset.view)
  window.addEventListener("hashchange", fromAddress)
  fromAddress()
})()
