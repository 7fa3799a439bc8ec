// The switch of a parallel page: both languages, the translation or the original. The choice is remembered.
// A script in the head has set the remembered view on <html> already; this one keeps the buttons in step.
(function () {
  "use strict";
  var root = document.documentElement;
  var buttons = document.querySelectorAll(".dg-switch [data-view]");

  function show(view) {
    root.dataset.view = view;
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    });
  }

  function remember(view) {
    try {
      localStorage.setItem("digest.view", view);
    } catch (error) {
      // A browser that keeps nothing still switches the page at hand.
    }
  }

  function known(view) {
    return ["both", "target", "source"].indexOf(view) >= 0;
  }

  if (buttons.length) {
    show(known(root.dataset.view) ? root.dataset.view : "both");
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        show(button.dataset.view);
        remember(button.dataset.view);
      });
    });
  }
})();
