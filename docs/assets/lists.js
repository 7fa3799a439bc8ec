// The filter of a page of cards. A card is shown if, in every row of buttons that has one pressed, it has the mark of
// one of those. The words stand in the page; without this script, and without one in the head that says that scripts
// work, the bar is not there.
(function () {
  "use strict";
  var bar = document.querySelector(".dg-filter");
  var list = document.querySelector(".dg-list");
  if (!bar || !list) return;

  var cards = Array.prototype.slice.call(list.querySelectorAll("[data-marks]"));
  var rows = Array.prototype.slice.call(bar.querySelectorAll("[role=group]"));
  var status = bar.querySelector("[role=status]");

  function pressed(row) {
    return Array.prototype.map.call(row.querySelectorAll("[aria-pressed=true]"), function (button) {
      return button.dataset.filter;
    });
  }

  function show() {
    var wanted = rows.map(pressed).filter(function (marks) { return marks.length; });
    var shown = 0;
    cards.forEach(function (card) {
      var own = card.dataset.marks.split(" ");
      var fits = wanted.every(function (marks) {
        return marks.some(function (mark) { return own.indexOf(mark) >= 0; });
      });
      card.hidden = !fits;
      shown += fits;
    });
    bar.classList.toggle("dg-is-filtered", wanted.length > 0);
    status.textContent = status.dataset.words.replace("{n}", shown);
  }

  // The list keeps its height while it shows less, so that what follows stays where it is.
  function keepHeight() {
    list.style.minHeight = "";
    list.style.minHeight = list.getBoundingClientRect().height + "px";
  }

  bar.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    if (!bar.classList.contains("dg-is-filtered")) keepHeight();
    if (button.dataset.filter) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    } else {
      bar.querySelectorAll("[aria-pressed=true]").forEach(function (other) {
        other.setAttribute("aria-pressed", "false");
      });
      // The button that was pressed vanishes: the keyboard goes on at the first.
      bar.querySelector("[data-filter]").focus();
    }
    show();
    if (!bar.classList.contains("dg-is-filtered")) list.style.minHeight = "";
  });
})();
