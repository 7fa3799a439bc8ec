// The page of an article: the view, the sentence at hand with its tools, copying, the keyboard, and printing.
// A script in the head has set the remembered view on <html> already; without scripts all text is there to read.
(function () {
  "use strict";
  var root = document.documentElement;
  var bar = document.querySelector(".dg-bar");
  if (!bar) return;

  var words = bar.dataset;
  var text = document.querySelector(".dg-text");
  var tools = document.querySelector(".dg-tools");
  var said = bar.querySelector(".dg-said");
  var help = document.getElementById("dg-keys");
  var views = Array.from(bar.querySelectorAll("[data-view]"));
  var pairs = Array.from(document.querySelectorAll(".dg-row[id], .dg-sentence[id]"));
  var chosen = null;
  var pairOf = function (node) { return node.closest && node.closest(".dg-row[id], .dg-sentence[id]") };

  // The view. The pair that the reader is at stays where it is on the screen.

  function names() { return views.map(function (button) { return button.dataset.view }) }

  function show(view) {
    var pair = chosen || firstBelow(headerEnd());
    var top = pair && pair.getBoundingClientRect().top;
    root.dataset.view = view;
    views.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    });
    if (pair && window.scrollY) {
      window.scrollBy({ top: pair.getBoundingClientRect().top - top, behavior: "instant" });
    }
  }

  function choose(view) {
    if (!views.length) return;
    show(view);
    try {
      localStorage.setItem("digest.view", view);
    } catch (error) {
      // A browser that keeps nothing still switches the page at hand.
    }
  }

  function nextView() {
    var all = names();
    choose(all[(all.indexOf(root.dataset.view) + 1) % all.length]);
  }

  // The pair at hand: chosen by a click, a tap, a key or the address; or for the tools alone, under the pointer.

  function headerEnd() {
    var header = document.querySelector(".md-header");
    return header ? header.getBoundingClientRect().bottom : 0;
  }

  function firstBelow(edge) {
    return pairs.find(function (pair) { return pair.getBoundingClientRect().bottom > edge + 8 });
  }

  function mark(pair) {
    if (chosen) chosen.classList.remove("dg-on");
    chosen = pair;
    if (chosen) chosen.classList.add("dg-on");
    offer(chosen);
  }

  function offer(pair) {
    if (!tools) return;
    tools.hidden = !pair;
    if (!pair || tools.parentNode === pair) return;
    pair.appendChild(tools);
    tools.querySelectorAll("[data-file]").forEach(function (link) {
      var line = pair.dataset.line;
      link.href = link.classList.contains("dg-tool-across")
        ? link.dataset.file + "#" + pair.id
        : link.dataset.file + (line ? "#L" + line : "");
    });
  }

  function step(by) {
    var focused = pairOf(document.activeElement);
    var from = pairs.indexOf(focused || chosen);
    var to = from < 0 ? pairs.indexOf(firstBelow(headerEnd())) : from + by;
    var pair = pairs[Math.max(0, Math.min(to, pairs.length - 1))];
    if (!pair) return;
    mark(pair);
    pair.querySelector(".dg-number").focus({ preventScroll: true });
    pair.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function fromAddress() {
    var pair = pairs.find(function (one) { return "#" + one.id === location.hash });
    if (pair) mark(pair);
  }

  // Copying

  function say(message) {
    said.textContent = message;
    clearTimeout(say.timer);
    say.timer = setTimeout(function () { said.textContent = "" }, 2500);
  }

  function copy(what, message) {
    function done() { say(message) }
    if (!navigator.clipboard) return copyOldWay(what) ? done() : say(words.refused);
    navigator.clipboard.writeText(what).then(done, function () {
      if (copyOldWay(what)) done(); else say(words.refused);
    });
  }

  // Pages that come by plain http, or from a disk, have no navigator.clipboard.
  function copyOldWay(what) {
    var focused = document.activeElement;
    var area = document.createElement("textarea");
    area.value = what;
    area.className = "dg-copied";
    document.body.appendChild(area);
    area.select();
    var copied = document.execCommand("copy");
    area.remove();
    if (focused && focused.focus) focused.focus({ preventScroll: true });
    return copied;
  }

  function here() { return location.href.split("#")[0] }

  function lines(parts) { return parts.filter(Boolean).join("\n") }

  function cell(pair, name) {
    var found = pair.querySelector(".dg-" + name);
    return found ? found.textContent : "";
  }

  function citation(pair) {
    var is = function (state) { return pair.classList.contains("dg-is-" + state) };
    var doubt = is("machine") ? words.machine : is("outdated") ? words.outdated : "";
    var target = is("missing") ? "" : cell(pair, "target");
    return lines([
      cell(pair, "source"),
      target && target + (doubt && " (" + doubt + ")"),
      words.about,
      here() + "#" + pair.id
    ]);
  }

  function citeArticle() { copy(lines([words.about, words.status, words.source, here()]), words.cited) }

  function citePair(pair) { copy(citation(pair), words.cited) }

  function copyLink(pair) {
    history.replaceState(null, "", "#" + pair.id);
    mark(pair);
    copy(here() + "#" + pair.id, words.linked);
  }

  // The pointer

  function onClick(event) {
    var pair = pairOf(event.target);
    if (!pair || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest(".dg-number")) {
      event.preventDefault();
      copyLink(pair);
    } else if (event.target.closest(".dg-tool-cite")) {
      citePair(pair);
      // A button that keeps the focus would keep the tools from the next sentence under the pointer.
      if (event.detail) document.activeElement.blur();
    } else if (!event.target.closest("a") && getSelection().isCollapsed) {
      mark(pair === chosen ? null : pair);
    }
  }

  if (text) {
    text.addEventListener("click", onClick);
    text.addEventListener("pointerover", function (event) {
      var pair = pairOf(event.target);
      if (event.pointerType === "mouse" && pair && !tools.contains(document.activeElement)) offer(pair);
    });
    text.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse" && !tools.contains(document.activeElement)) offer(chosen);
    });
    text.addEventListener("focusin", function (event) { offer(pairOf(event.target)) });
  }

  // The keyboard

  var KEYS = {
    j: function () { step(1) },
    k: function () { step(-1) },
    1: function () { choose("both") },
    2: function () { choose("target") },
    3: function () { choose("source") },
    v: nextView,
    c: function () { if (chosen) citePair(chosen); else citeArticle() },
    l: function () { if (chosen) copyLink(chosen); else copy(here(), words.linked) },
    "?": function () { if (help) help.showModal() }
  };

  // Where the keyboard writes Cyrillic, a letter's key is known by its place.
  function keyOf(event) {
    if (/^[!-~]$/.test(event.key)) return event.key.toLowerCase();
    return event.code.indexOf("Key") ? "" : event.code.slice(3).toLowerCase();
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    var act = KEYS[keyOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Printing: the facts belong on paper too, and the address of the page.

  var opened = null;
  window.addEventListener("beforeprint", function () {
    opened = document.querySelector(".dg-provenance:not([open])");
    if (opened) opened.open = true;
    var address = document.createElement("p");
    address.className = "dg-address";
    address.textContent = here();
    bar.parentNode.appendChild(address);
  });
  window.addEventListener("afterprint", function () {
    if (opened) opened.open = false;
    document.querySelectorAll(".dg-address").forEach(function (address) { address.remove() });
  });

  bar.querySelector(".dg-cite").addEventListener("click", citeArticle);
  bar.querySelector(".dg-help").addEventListener("click", KEYS["?"]);
  if (help) {
    help.addEventListener("click", function (event) {
      if (event.target === help || event.target.closest("button")) help.close();
    });
  }
  views.forEach(function (button) {
    button.addEventListener("click", function () { choose(button.dataset.view) });
  });
  if (views.length) show(names().indexOf(root.dataset.view) < 0 ? "both" : root.dataset.view);
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
