// Small manners of a page: menus close, dialogs open, messages leave, nothing is sent twice, rows keep the focus.
(() => {
  const STAY = 8000;
  let focused = null;

  function leaveLater(toast) {
    toast.dataset.timed = "";
    let timer = setTimeout(() => toast.remove(), STAY);
    const hold = () => clearTimeout(timer);
    const release = () => { timer = setTimeout(() => toast.remove(), STAY / 2); };
    toast.addEventListener("mouseenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("mouseleave", release);
    toast.addEventListener("focusout", release);
  }

  const watchToasts = () => document.querySelectorAll("[data-toast]:not([data-timed])").forEach(leaveLater);

  document.addEventListener("click", (event) => {
    const target = event.target;
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(target)) menu.open = false;
    target.closest("[data-dismiss]")?.closest("[data-toast]").remove();
    const opener = target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (target.closest("[data-closes]") || target.matches("dialog")) target.closest("dialog").close();
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".menu[open], details.acted[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A menu that asks for words is for typing at once, however it was opened.
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".menu, .drawer")) event.target.querySelector("[data-first], .drawer textarea")?.focus();
  }, { capture: true });

  const say = (words) => { document.getElementById("said").textContent = words; };

  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      if (event.detail.elt?.matches("[data-quiet], [data-digest]")) return;
      document.querySelectorAll("[data-failure]").forEach((old) => old.remove());
      const toast = Object.assign(document.createElement("p"), { className: "toast toast-error", textContent: document.body.dataset.failed });
      toast.dataset.toast = toast.dataset.failure = "";
      document.getElementById("toasts").append(toast);
      watchToasts();
    });
  }

  // The server refuses a second one too (idempotency token); this only spares the wait.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true");
  });

  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form[data-sent]");
    if (!form) return;
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  document.addEventListener("htmx:beforeSwap", () => {
    focused = document.activeElement?.closest("[data-id]")?.dataset.id ?? null;
  });

  // At once, not when all has settled: by then another row may have the focus.
  document.addEventListener("htmx:afterSwap", () => {
    if (focused && document.activeElement === document.body) document.querySelector(`[data-id="${CSS.escape(focused)}"] .row-link`)?.focus({ preventScroll: true });
    focused = null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    watchToasts();
    const said = [document.getElementById(event.detail.target.id), document.querySelector("[data-said]:not(#rows, #report)")].find((each) => each?.dataset.said);
    if (said) say(said.dataset.said);
  });

  watchToasts();
  (document.querySelector("[aria-invalid=true]") ?? document.querySelector("[data-first]:checked"))?.focus();
})();
