/* The search dialog. Pagefind and its index are loaded when it is first opened, and nothing of them before. */
;(() => {
  "use strict"
  const dialog = document.getElementById("dg-search")
  if (!dialog?.showModal) return

  const find = (selector) => dialog.querySelector(selector)
  const labels = JSON.parse(dialog.dataset.words)
  const root = new URL(dialog.dataset.root.replace(/\/?$/, "/"), location.href)
  const home = document.documentElement.lang
  const form = find("form")
  const input = form.elements.query
  const selects = [...form.querySelectorAll("select")]
  const status = find("[role=status]")
  const list = find("ol")
  const more = find("[data-search-more]")
  const clear = find("[data-search-clear]")

  const PAGE = 10 // results that are shown at a time
  const WORDS = 34 // of a sentence that is shown
  // What keys end with; see digest/web/search/words.py.
  const END = "\u02d0"
  const STEM_END = "\u02d1"
  const MEMORY = "digest.search"

  // Loading

  let loading = null

  function load() {
    loading ||= open().catch((error) => {
      loading = null
      throw error
    })
    return loading
  }

  async function open() {
    const folder = new URL("pagefind/", root)
    const answer = await fetch(new URL("words.json", folder)).catch(() => null)
    if (!answer?.ok) throw new Error("missing")
    const words = await answer.json()
    if (!words.articles) return { words, ask: async () => [], values: {}, endings: /^$/ }
    const { createInstance } = await import(new URL("pagefind.js", folder).href)
    const pagefind = createInstance({})
    await pagefind.init()
    const values = await pagefind.filters()
    const ask = async (term, options) => (await pagefind.search(term, options)).results
    return { words, ask, values, endings: new RegExp(`^(${words.endings.join("|")})+$`) }
  }

  function offer(values) {
    for (const select of selects) {
      if (select.length > 1) continue
      const found = Object.entries(values[select.name] || {})
      const newestFirst = select.name === "year" ? -1 : 1
      found.sort(([one], [other]) => newestFirst * one.localeCompare(other, home || undefined))
      for (const [value, count] of found) select.add(new Option(`${value} (${count})`, value))
      select.value = remembered[select.name] || ""
      if (select.selectedIndex < 0) select.value = ""
    }
  }

  // Looking up

  // The same as `fold` in digest/web/search/words.py.
  const fold = (text, letters) =>
    [...text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")]
      .map((letter) => (letter in letters ? letters[letter] : letter))
      .join("")

  const tokens = (text, letters) =>
    (fold(text, letters).match(/[\p{L}\p{N}]+/gu) || []).slice(0, 12).map((word) => word.slice(0, 40))

  /* The beginnings of a word that may be its stem, the longest first. More than half of it is cut off only where that
     is a row of endings, as Kazakh has them: "the" is not the stem of "theatre". */
  function* stems(word, endings) {
    yield word
    for (let end = word.length - 1; end > 2; end--) {
      if (word.length - end <= end || endings.test(word.slice(end))) yield word.slice(0, end)
    }
  }

  /* The articles that have a word: as it stands (or begins, while it may still be typed), or its stem, which is the
     longest beginning of it that is the stem of a word there. By the result's name: its score, and the places. */
  async function lookUp(engine, word, typing, options) {
    const found = new Map()
    const add = (results, weight) =>
      results.forEach((result) => {
        const entry = found.get(result.id) || { score: 0, places: new Set(), data: result.data }
        entry.score = Math.max(entry.score, result.score * weight)
        for (const place of result.words) entry.places.add(place)
        found.set(result.id, entry)
      })
    const begins = typing && word.length > 2
    add(await engine.ask(begins ? word : word + END, options), 1)
    for (const stem of stems(word, engine.endings)) {
      const results = await engine.ask(stem + STEM_END, options)
      add(results, 0.95)
      if (results.length) break
    }
    if (!found.size && !begins && word.length > 2) add(await engine.ask(word, options), 0.9)
    return found
  }

  /* The articles that have every word, best first. */
  async function search(engine, text, chosen) {
    const options = { filters: chosen }
    const words = tokens(text, engine.words.letters)
    if (!words.length && text) return []
    if (!words.length) {
      const results = await engine.ask(null, { ...options, sort: { date: "desc" } })
      return results.map((result) => ({ data: result.data, hits: [] }))
    }
    const each = await Promise.all(
      words.map((word, index) => lookUp(engine, word, index === words.length - 1, options))
    )
    // A short word, as in "rights in Kazakhstan", may be missing.
    const asked = each.filter((found, index) => found.size || words[index].length > 2)
    if (!asked.length) return []
    const everywhere = [...asked[0].keys()].filter((id) => asked.every((found) => found.has(id)))
    const score = (id) => asked.reduce((sum, found) => sum + found.get(id).score, 0)
    return everywhere
      .map((id) => ({
        id,
        score: score(id),
        data: asked[0].get(id).data,
        hits: asked.map((found) => found.get(id).places)
      }))
      .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
  }

  // Reading a result

  const HIDDEN = /[\ue000-\uf8ff\u{f0000}-\u{10ffff}]/gu
  const reveal = (word) =>
    word.replace(HIDDEN, (letter) => {
      const code = letter.codePointAt(0)
      return String.fromCodePoint(code - (code < 0xf0000 ? 0xe000 : 0xf0000))
    })

  /* An article's facts, and its texts: by sentences, with what was found of the query in each. */
  function read(content, hits) {
    const parts = content.split(" ")
    const article = { facts: JSON.parse(reveal(parts[0])), texts: [] }
    let text = { lang: article.facts.lang, sentences: [] }
    article.texts.push(text)
    for (let place = 1; place < parts.length; place++) {
      const part = parts[place]
      const sentence = text.sentences[text.sentences.length - 1]
      if (part === "||") {
        text = { lang: article.facts.target, sentences: [] }
        article.texts.push(text)
      } else if (part === "|") {
        text.sentences.push({ lang: text.lang, number: text.sentences.length, words: [], found: new Set(), count: 0 })
      } else if (/^[\ue000-\uf8ff\u{f0000}-\u{10ffff}\ufffd]/u.test(part)) {
        sentence.words.push({ text: reveal(part), hit: false })
      } else {
        hits.forEach((places, index) => {
          if (!places.has(place)) return
          sentence.words[sentence.words.length - 1].hit = true
          sentence.found.add(index)
          sentence.count++
        })
      }
    }
    return article
  }

  /* The sentence that shows most of the query, and one that shows what the first does not. */
  function excerpts(article, own) {
    const body = article.texts.flatMap((text) => text.sentences.slice(1))
    const found = body.filter((sentence) => sentence.count)
    const rank = (sentence, known) =>
      [...sentence.found].filter((index) => !known.has(index)).length * 1000 +
      Math.min(sentence.count, 99) * 2 +
      (sentence.lang === own)
    const best = (known) =>
      found.reduce(
        (first, sentence) => (rank(sentence, known) > (first ? rank(first, known) : 999) ? sentence : first),
        null
      )
    const first = best(new Set())
    const second = first && best(first.found)
    return [first, second].filter(Boolean)
  }

  // Showing

  function make(name, attributes, ...content) {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) {
      if (value) element.setAttribute(key, value)
    }
    element.append(...content.filter(Boolean))
    return element
  }

  function marked(words) {
    const nodes = []
    words.forEach((word, index) => {
      if (index) nodes.push(" ")
      const [, before, letters, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(word.text)
      nodes.push(...(word.hit ? [before, make("mark", {}, letters), after] : [word.text]))
    })
    return nodes
  }

  /* As much of a sentence as fits, around the first word that was found. */
  function clipped(words) {
    if (words.length <= WORDS) return marked(words)
    const hit = words.findIndex((word) => word.hit) // -1 where the sentence has none, which is shown from its start
    const start = Math.max(0, Math.min(hit - 8, words.length - WORDS))
    const end = start + WORDS
    return [start ? "… " : "", ...marked(words.slice(start, end)), end < words.length ? " …" : ""]
  }

  const spoken = (iso, dates) => {
    const [year, month, day] = iso.split("-").map(Number)
    const pattern = (dates[home] || dates.en || [])[month - 1]
    return pattern ? pattern.replace("{y}", year).replace("{d}", day) : iso
  }

  function show(result, names, dates) {
    const { facts, texts } = result.article
    const own = facts.lang === home ? home : facts.target
    const page = new URL(`${[own, facts.slug].map(encodeURIComponent).join("/")}/`, root).href
    const titles = texts.map((text) => text.sentences[0]).filter((title) => title?.words.length)
    const first = titles.find((title) => title.lang === own) || titles[0]
    const second = titles.find((title) => title !== first)
    const shown = excerpts(result.article, own)
    const title = (sentence) => [{ lang: sentence.lang, dir: "auto" }, ...marked(sentence.words)]
    const quotes = shown.map((sentence) =>
      make(
        "a",
        { class: "dg-search-quote", href: `${page}#s${sentence.number}`, lang: sentence.lang, dir: "auto" },
        make("small", { title: labels.search_sentence.replace("{n}", sentence.number) }, String(sentence.number)),
        make("span", {}, ...clipped(sentence.words))
      )
    )
    return make(
      "li",
      {},
      make(
        "a",
        { class: "dg-search-title", href: page + (shown.length ? `#s${shown[0].number}` : "") },
        make("span", ...title(first))
      ),
      second && make("p", { class: "dg-search-second" }, make("span", ...title(second))),
      make(
        "p",
        { class: "dg-search-facts" },
        make("span", { lang: facts.lang }, names[0] || facts.lang),
        facts.source && make("bdi", {}, facts.source),
        facts.date && make("time", { datetime: facts.date }, spoken(facts.date, dates))
      ),
      ...quotes
    )
  }

  let results = []
  let turn = 0

  async function showMore(mine) {
    const engine = await load()
    const from = list.children.length
    const next = await Promise.all(
      results.slice(from, from + PAGE).map(async (result) => {
        const data = await result.data()
        return show({ article: read(data.content, result.hits) }, data.filters.language || [], engine.words.dates)
      })
    )
    if (mine !== turn) return
    list.append(...next)
    more.hidden = list.children.length >= results.length
    if (from) next[0].querySelector("a").focus()
  }

  async function update() {
    const mine = ++turn
    const text = input.value.trim()
    status.textContent = text ? labels.search_loading : labels.search_start
    try {
      const engine = await load()
      if (mine !== turn) return
      offer(engine.values)
      const filled = selects.filter((select) => select.value)
      const chosen = Object.fromEntries(filled.map((select) => [select.name, select.value]))
      const idle = !text && !filled.length
      const found = idle ? [] : await search(engine, text, chosen)
      if (mine !== turn) return
      remember({ text, ...chosen })
      results = found
      list.replaceChildren()
      await showMore(mine)
      if (mine !== turn) return
      clear.hidden = !filled.length
      status.textContent = idle
        ? labels.search_start
        : found.length
          ? labels.search_count.replace("{n}", found.length)
          : labels.search_none
      dialog.scrollTop = 0
    } catch (error) {
      if (mine !== turn) return
      list.replaceChildren()
      more.hidden = true
      status.textContent = error.message === "missing" ? labels.search_missing : labels.search_failed
    }
    dialog.dataset.answered = text // what is shown answers this
  }

  // What was asked is kept until the window is closed, from page to page.

  function remember(asked) {
    try {
      sessionStorage.setItem(MEMORY, JSON.stringify(asked))
    } catch {
      // a private window
    }
  }

  let remembered = {}
  try {
    remembered = JSON.parse(sessionStorage.getItem(MEMORY)) || {}
  } catch {
    // a private window
  }
  input.value = remembered.text || ""

  // Opening, closing, keys

  function start() {
    if (dialog.open) return
    dialog.showModal()
    input.focus()
    input.select()
    update()
  }

  let pause = 0
  input.addEventListener("input", () => {
    clearTimeout(pause)
    pause = setTimeout(update, 120)
  })
  form.addEventListener("change", (event) => event.target !== input && update())
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const first = list.querySelector("a")
    if (first) first.click()
  })
  clear.addEventListener("click", () => {
    for (const select of selects) select.value = ""
    input.focus()
    update()
  })
  more.addEventListener("click", () => showMore(turn))
  find("[data-search-close]").addEventListener("click", () => dialog.close())
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close())
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close())
  for (const button of document.querySelectorAll("[data-search-open]")) button.addEventListener("click", start)

  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || event.target.matches("select")) return
    const stops = [input, ...list.querySelectorAll(".dg-search-title")]
    const here = stops.indexOf(event.target.closest("li") ? event.target.closest("li").querySelector("a") : input)
    const next = stops[here + step]
    if (!next) return
    event.preventDefault()
    next.focus()
    if (next !== input) next.closest("li").scrollIntoView({ block: "nearest" })
  })

  document.addEventListener("keydown", (event) => {
    // By the key's place too: on a Cyrillic keyboard it gives another letter.
    const held = event.ctrlKey || event.metaKey
    const command = held && !event.altKey && (event.key === "k" || event.code === "KeyK")
    const plain = !held && !event.altKey && (event.key === "/" || (event.code === "KeyS" && !event.shiftKey))
    const writing = event.target.closest("input, textarea, select, [contenteditable]")
    if (dialog.open || document.querySelector("dialog[open]") || !(command || (plain && !writing))) return
    event.preventDefault()
    start()
  })
})()
